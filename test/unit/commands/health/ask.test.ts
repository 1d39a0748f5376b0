import { expect, test } from "vitest";
import {
	answerOf,
	servicesToAsk,
} from "../../../../src/commands/health/ask.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel } from "../../../../src/grpc/channel.ts";
import { program, SERVER, target } from "./build.ts";

/** Returns a HealthListResponse whose `statuses` has each of these names with SERVING. */
function listOf(names: readonly string[]): Buffer {
	const sized = (bytes: readonly number[]) => [
		(bytes.length & 0x7f) | 0x80,
		bytes.length >> 7,
		...bytes,
	];
	const entries = names.map((name) => {
		const key = sized([...Buffer.from(name)]);
		return Buffer.from([0x0a, ...sized([0x0a, ...key, 0x12, 2, 0x08, 1])]);
	});
	return Buffer.concat(entries);
}

const services = (count: number) =>
	Array.from({ length: count }, (_, at) => `shop.S${at}`);

function asked(
	names: readonly string[],
	podTarget = target("a"),
	services: Questions["services"] = { kind: "all" },
) {
	const channel = {
		unary: async () => ({
			status: { name: "OK" },
			response: listOf(names),
			latencyMs: 1,
		}),
	} as unknown as Channel;
	const questions = { services } as unknown as Questions;
	const { signal } = new AbortController();
	return servicesToAsk({ target: podTarget, channel, questions, signal });
}

test("all services that a server lists are asked for", async () => {
	const { names } = await asked(services(2));
	expect(names).toEqual(["", "shop.S0", "shop.S1"]);
});

test("a server that lists services without end is asked as a whole", async () => {
	const { names, facts } = await asked(services(1_001));
	expect(names).toEqual([""]);
	expect(facts).toMatchObject([
		{
			kind: "services-unknown",
			reason: "it lists 1,001 services, more than the 1,000 that are asked for",
		},
	]);
});

test("a server that lists a service by a text in place of a name is asked as a whole", async () => {
	const { names, facts } = await asked(["shop.A", "x".repeat(1_025)]);
	expect(names).toEqual([""]);
	expect(facts).toMatchObject([
		{
			kind: "services-unknown",
			reason:
				"it lists a service by a name of 1,025 characters, more than the 1,024 that are asked for",
		},
	]);
});

test("what any probe asks for on the chosen port is asked for, too, and once", async () => {
	const probe = (service: string, port = 50051) =>
		({ kind: "grpc", port, service }) as const;
	const pod = target("a", {
		containers: [
			{
				...SERVER,
				readiness: probe("ready"),
				liveness: probe("live"),
				startup: program({ service: "live" }),
			},
			{ ...SERVER, name: "other", liveness: probe("other", 9090) },
		],
	});
	const { names } = await asked([], pod, { kind: "named", names: [""] });
	expect(names).toEqual(["", "ready", "live"]);
});

test("latencies are whole microseconds, as those of calls are", () => {
	const latencyMs = 7.5268020000000035;
	expect(
		answerOf({ kind: "answered", status: "SERVING", latencyMs }),
	).toMatchObject({ latencyMs: 7.527 });
});
