import { setImmediate as turn } from "node:timers/promises";
import type { DescMethod } from "@bufbuild/protobuf";
import { expect, onTestFinished, test, vi } from "vitest";
import type { CallFact } from "../../../../src/commands/call/facts.ts";
import {
	type PerformOptions,
	performCall,
} from "../../../../src/commands/call/perform.ts";
import type { Call, Channel, RpcStatus } from "../../../../src/grpc/channel.ts";
import { serverStatus } from "../../../../src/grpc/status.ts";
import { Health } from "../../../../src/grpc-services/gen/grpc/health/v1/health_pb.ts";
import { ServerReflection } from "../../../../src/grpc-services/gen/grpc/reflection/v1/reflection_pb.ts";

const EMPTY = new Uint8Array();
const TALK = ServerReflection.method.serverReflectionInfo;

async function* nothingBefore(
	event: Promise<unknown>,
): AsyncGenerator<Uint8Array, void> {
	await event;
	yield* [];
}

/** Returns a call that accepts every request and ends when `status` resolves. */
function callEndedBy(status: Promise<RpcStatus>): Call {
	return {
		send: async () => {},
		closeSend() {},
		headers: Promise.resolve([]),
		responses: nothingBefore(status),
		status,
		trailers: Promise.resolve([]),
		isUnprocessed: () => false,
		cancel() {},
	};
}

async function perform(
	call: Call,
	options: Pick<PerformOptions, "requests"> & {
		readonly method: DescMethod;
		readonly signal?: AbortSignal;
	},
): Promise<readonly CallFact[]> {
	const { method, requests, signal } = options;
	const facts = performCall({
		take: async () => ({ call: () => call }) as unknown as Channel,
		method,
		requests,
		call: signal === undefined ? {} : { signal },
		limit: undefined,
	});
	const seen: CallFact[] = [];
	for await (const fact of facts) seen.push(fact);
	return seen;
}

test("the duration of a call does not include the time to look at its response", async () => {
	const now = vi.spyOn(performance, "now").mockReturnValue(1000);
	onTestFinished(() => now.mockRestore());
	const status = Promise.withResolvers<RpcStatus>();
	async function* responses() {
		yield EMPTY;
		await status.promise;
	}
	const facts = performCall({
		take: async () =>
			({
				call: () => ({
					...callEndedBy(status.promise),
					responses: responses(),
				}),
			}) as unknown as Channel,
		method: Health.method.check,
		requests: nothingBefore(Promise.resolve()),
		call: {},
		limit: undefined,
	});
	for await (const fact of facts) {
		if (fact.kind === "end") expect(fact.atMs).toBe(20);
		if (fact.kind !== "response") continue;
		now.mockReturnValue(1020);
		status.resolve(serverStatus("0", "", undefined));
		await turn();
		now.mockReturnValue(3000);
	}
	expect.assertions(1);
});

test("no more requests are read for a call that the server has ended", async () => {
	const status = Promise.withResolvers<RpcStatus>();
	const left = Promise.withResolvers<void>();
	let read = 0;
	async function* requests() {
		try {
			for (; read < 1000; read++) {
				if (read === 3) status.resolve(serverStatus("9", "enough", undefined));
				yield EMPTY;
			}
		} finally {
			left.resolve();
		}
	}
	const facts = await perform(callEndedBy(status.promise), {
		method: TALK,
		requests: requests(),
	});
	await left.promise;
	expect(read).toBeLessThan(10);
	expect(facts.at(-1)).toMatchObject({ kind: "end", fault: undefined });
});

test("an interruption ends the wait for the one message", async () => {
	const stop = new AbortController();
	const facts = perform(callEndedBy(new Promise(() => {})), {
		method: Health.method.check,
		requests: nothingBefore(new Promise(() => {})),
		signal: stop.signal,
	});
	stop.abort();
	await expect(facts).rejects.toMatchObject({ code: "cancelled" });
});

test("a fault in a request that is not needed any more does not hide the server's status", async () => {
	const status = Promise.withResolvers<RpcStatus>();
	async function* requests() {
		yield EMPTY;
		status.resolve(serverStatus("9", "enough", undefined));
		await status.promise;
		throw new Error("no JSON");
	}
	const facts = await perform(callEndedBy(status.promise), {
		method: TALK,
		requests: requests(),
	});
	expect(facts.at(-1)).toMatchObject({
		status: { name: "FAILED_PRECONDITION" },
		fault: undefined,
	});
});
