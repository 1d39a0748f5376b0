import { expect, test } from "vitest";
import { servicesToAsk } from "../../../../src/commands/health/ask.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel } from "../../../../src/grpc/channel.ts";
import { target } from "./build.ts";

/** HealthListResponse: `statuses` has each of these names SERVING. */
function listOf(names: readonly string[]): Buffer {
	const entries = names.map((name) => {
		const entry = [0x0a, name.length, ...Buffer.from(name), 0x12, 2, 0x08, 1];
		return Buffer.from([0x0a, entry.length, ...entry]);
	});
	return Buffer.concat(entries);
}

function asked(services: number) {
	const names = Array.from({ length: services }, (_, at) => `shop.S${at}`);
	const channel = {
		unary: async () => ({
			status: { name: "OK" },
			response: listOf(names),
			latencyMs: 1,
		}),
	} as unknown as Channel;
	const questions = { services: { kind: "all" } } as unknown as Questions;
	const { signal } = new AbortController();
	return servicesToAsk({ target: target("a"), channel, questions, signal });
}

test("all services that a server lists are asked for", async () => {
	const { names } = await asked(2);
	expect(names).toEqual(["", "shop.S0", "shop.S1"]);
});

test("a server that lists services without end is asked as a whole", async () => {
	const { names, facts } = await asked(1_001);
	expect(names).toEqual([""]);
	expect(facts).toMatchObject([
		{
			kind: "services-unknown",
			reason: "it lists 1,001 services, more than the 1,000 that are asked for",
		},
	]);
});
