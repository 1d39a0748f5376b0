// A server may allow fewer calls at a time (SETTINGS_MAX_CONCURRENT_STREAMS) than it has services. Kestrel allows 100.
import { ServerCredentials } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";
import { expect, test } from "vitest";
import type { AskedBy } from "../../../../src/commands/health/facts.ts";
import { followPod } from "../../../../src/commands/health/follow-pod.ts";
import { followServices } from "../../../../src/commands/health/follow-services.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel } from "../../../../src/grpc/channel.ts";
import { channelTo, grpcServer } from "../../grpc/servers.ts";
import { target } from "./build.ts";

const NAMES = Array.from({ length: 8 }, (_, index) => `shop.Service${index}`);

/** Follows all services of a server that allows so many calls, until each has `status`. Returns how each was asked. */
async function followedWith(maxCalls: number) {
	const health = new HealthImplementation(
		Object.fromEntries(NAMES.map((name) => [name, "SERVING"])),
	);
	const { port } = await grpcServer(
		(server) => health.addToServer(server),
		ServerCredentials.createInsecure(),
		{ "grpc.max_concurrent_streams": maxCalls },
	);
	const done = new AbortController();
	const asked = new Map<string, AskedBy>();
	const changed = new Set<string>();
	await followPod(
		target("a"),
		{
			services: { kind: "named", names: NAMES },
			metadata: [],
			rpcTimeoutMs: 3_000,
			concurrency: 1,
			pollIntervalMs: 20,
			quietMs: 60_000,
		},
		() => channelTo(port),
		async (fact) => {
			if (fact.kind !== "answer" || fact.answer.kind !== "answered") return;
			const { service, askedBy, answer } = fact;
			asked.set(service, askedBy);
			if (answer.status === "NOT_SERVING") changed.add(service);
			if (asked.size === NAMES.length)
				for (const name of NAMES) health.setStatus(name, "NOT_SERVING");
			if (changed.size === NAMES.length) done.abort();
		},
		done.signal,
	);
	return NAMES.map((name) => asked.get(name));
}

test.each([
	[12, { watch: 8 }],
	[11, { watch: 7, poll: 1 }],
	[9, { watch: 5, poll: 3 }],
	[8, { watch: 4, poll: 4 }],
	[7, { watch: 3, poll: 5 }],
	[2, { poll: 8 }],
])("a server that takes %i calls at a time", async (maxCalls, expected) => {
	const ways = Map.groupBy(await followedWith(maxCalls), (way) => way);
	expect(
		Object.fromEntries([...ways].map(([way, { length }]) => [way, length])),
	).toEqual(expected);
});

/** A Watch that answers SERVING and then stays quiet. */
async function* quietWatch() {
	yield Uint8Array.of(8, 1);
	await new Promise(() => {});
}

test("a server that hangs just under its limit is asked for several services at a time", async () => {
	const four = Promise.withResolvers<void>();
	let hanging = 0;
	const channel = {
		callLimit: () => NAMES.length + 1,
		call: () => ({
			send: async () => {},
			closeSend: () => {},
			responses: quietWatch(),
		}),
		unary: () => {
			hanging += 1;
			if (hanging === 4) four.resolve();
			return new Promise(() => {});
		},
	};
	const questions = { quietMs: 1, metadata: [], rpcTimeoutMs: 60_000 };
	const { signal } = new AbortController();
	void followServices(
		{
			target: target("a"),
			channel: channel as unknown as Channel,
			questions: questions as unknown as Questions,
			signal,
		},
		NAMES,
		async () => {},
	);
	await four.promise;
	expect(hanging).toBe(4);
});
