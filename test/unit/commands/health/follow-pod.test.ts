import { expect, test } from "vitest";
import { followPod } from "../../../../src/commands/health/follow-pod.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel, ChannelEnd } from "../../../../src/grpc/channel.ts";
import { PLAINTEXT, target } from "./build.ts";

const QUESTIONS = {
	services: { kind: "named", names: [""] },
} as unknown as Questions;

/** A channel that is open until it is closed, and calls nothing. */
function idleChannel(call: () => never) {
	const closed = Promise.withResolvers<ChannelEnd>();
	const channel = {
		transport: PLAINTEXT,
		call,
		closed: closed.promise,
		close: () => closed.resolve({ kind: "closed-here" }),
	} as unknown as Channel;
	return channel;
}

const uncalled = (): never => {
	throw new Error("called");
};

test("a pod that goes while its connection waits to be told of is let go", async () => {
	const leaving = new AbortController();
	const channel = idleChannel(uncalled);
	await followPod(
		target("a"),
		QUESTIONS,
		async () => channel,
		async () => leaving.abort(),
		leaving.signal,
	);
	expect(await channel.closed).toEqual({ kind: "closed-here" });
});

test("a question that cannot be asked ends the run, and the connection", async () => {
	const channel = idleChannel(uncalled);
	const following = followPod(
		target("a"),
		QUESTIONS,
		async () => channel,
		async () => {},
		new AbortController().signal,
	);
	await expect(following).rejects.toThrow("called");
	expect(await channel.closed).toEqual({ kind: "closed-here" });
});
