import { expect, test } from "vitest";
import { followPod } from "../../../../src/commands/health/follow-pod.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel, ChannelEnd } from "../../../../src/grpc/channel.ts";
import { PLAINTEXT, target } from "./build.ts";

const QUESTIONS = {
	quietMs: 60_000,
	services: { kind: "named", names: [""] },
} as unknown as Questions;

/** Returns a channel that stays open until it is closed. Its calls go to `call`. */
function idleChannel(call: () => never) {
	const closed = Promise.withResolvers<ChannelEnd>();
	const channel = {
		transport: PLAINTEXT,
		call,
		callLimit: () => 100,
		goingAway: closed.promise.then(() => {}),
		closed: closed.promise,
		close: () => closed.resolve({ kind: "closed-here" }),
	} as unknown as Channel;
	return channel;
}

const uncalled = (): never => {
	throw new Error("called");
};

test.each(["open", "push"] as const)(
	"the connection to a pod that is deleted as it opens (%s) is closed",
	async (when) => {
		const leaving = new AbortController();
		const channel = idleChannel(uncalled);
		const leaveAt = (at: typeof when) => {
			if (at === when) leaving.abort();
		};
		await followPod(
			target("a"),
			QUESTIONS,
			async () => {
				leaveAt("open");
				return channel;
			},
			async () => leaveAt("push"),
			leaving.signal,
		);
		expect(await channel.closed).toEqual({ kind: "closed-here" });
	},
);

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

test("a pod that closes each connection at once is dialled less and less often", async () => {
	let dials = 0;
	const open = async () => {
		dials++;
		const channel = idleChannel(uncalled);
		channel.close();
		return channel;
	};
	const signal = AbortSignal.timeout(1_800);
	const questions = {
		services: { kind: "named", names: [] },
	} as unknown as Questions;
	await followPod(target("a"), questions, open, async () => {}, signal);
	// After 0, 0.5 and 1.5 s. A busy machine dials fewer times.
	expect(dials).toBeLessThanOrEqual(3);
});
