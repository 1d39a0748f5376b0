import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import {
	type Sending,
	sendRequests,
} from "../../../../src/commands/call/send-requests.ts";
import type { Call } from "../../../../src/grpc/channel.ts";

/** A call that notes what is done with it, and whose requests HTTP/2 takes one by one, when `take` is called. */
function heldCall() {
	const done: string[] = [];
	const held: (() => void)[] = [];
	const call: Call = {
		send: ({ length }) =>
			new Promise((resolve) => {
				done.push(`send ${length}`);
				held.push(resolve);
			}),
		closeSend: () => void done.push("close"),
		headers: Promise.resolve([]),
		responses: (async function* () {})(),
		status: new Promise(() => {}),
		trailers: Promise.resolve([]),
		isUnprocessed: () => false,
		cancel: () => void done.push("cancel"),
	};
	return { call, done, take: () => held.shift()?.() };
}

async function* requests(count: number, bytes: number, fault?: Error) {
	for (let at = 0; at < count; at++) yield new Uint8Array(bytes);
	if (fault) throw fault;
}

test("small requests do not wait for each other, and the end of sending waits for all", async () => {
	const { call, done, take } = heldCall();
	const sending: Sending = { sent: 0, fault: undefined };
	const ended = sendRequests(call, requests(3, 1), sending);
	await turn();
	expect(done).toEqual(["send 1", "send 1", "send 1"]);
	take();
	take();
	await turn();
	expect(sending.sent).toBe(2);
	expect(done).not.toContain("close");
	take();
	await ended;
	expect(sending).toEqual({ sent: 3, fault: undefined });
	expect(done.at(-1)).toBe("close");
});

test.each([
	["of 40,000 bytes", 40_000, 2],
	["without bytes", 0, 13_108],
])("at most 64 KiB wait for HTTP/2: requests %s", async (_, bytes, most) => {
	const { call, done, take } = heldCall();
	const sending: Sending = { sent: 0, fault: undefined };
	void sendRequests(call, requests(most + 2, bytes), sending);
	await turn();
	expect(done).toHaveLength(most);
	for (let taken = 0; taken < most; taken++) take();
	await turn();
	expect(done).toHaveLength(most + 2);
});

test("the requests before one that cannot be read are sent before the call is cancelled", async () => {
	const { call, done, take } = heldCall();
	const sending: Sending = { sent: 0, fault: undefined };
	const fault = new Error("not JSON");
	const ended = sendRequests(call, requests(2, 1, fault), sending);
	await turn();
	expect(done).toEqual(["send 1", "send 1"]);
	take();
	take();
	await ended;
	expect(sending).toEqual({ sent: 2, fault });
	expect(done.at(-1)).toBe("cancel");
});

test("a request that is refused while the next is awaited cancels the call, and is no unhandled rejection", async () => {
	const { call, done } = heldCall();
	const sending: Sending = { sent: 0, fault: undefined };
	const refusal = new Error("cannot be compressed");
	const next = Promise.withResolvers<void>();
	async function* slow() {
		yield new Uint8Array(1);
		await next.promise;
	}
	const ended = sendRequests(
		{ ...call, send: () => Promise.reject(refusal) },
		slow(),
		sending,
	);
	await turn();
	await turn();
	next.resolve();
	await ended;
	expect(sending).toEqual({ sent: 0, fault: refusal });
	expect(done).toEqual(["cancel"]);
});
