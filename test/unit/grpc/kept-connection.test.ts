import { expect, test } from "vitest";
import type { Channel } from "../../../src/grpc/channel.ts";
import { keepConnection } from "../../../src/grpc/kept-connection.ts";

/** Returns a channel whose state the test sets. */
function fakeChannel() {
	let state: "open" | "draining" | "closed" = "open";
	const refuse = () => {
		throw new Error("not called here");
	};
	const channel: Channel = {
		transport: { kind: "plaintext", detected: false },
		timings: { streamMs: 0, tlsMs: undefined, settingsMs: 0 },
		unary: refuse,
		call: refuse,
		takesCalls: () => state === "open",
		callLimit: () => 100,
		goingAway: new Promise(() => {}),
		closed: new Promise(() => {}),
		close: () => {
			state = "closed";
		},
	};
	return {
		channel,
		drain: () => {
			state = "draining";
		},
		state: () => state,
	};
}

test("callers at the same time get the same connection", async () => {
	let opened = 0;
	const { take } = keepConnection(async () => {
		opened++;
		return fakeChannel().channel;
	});
	const [a, b] = await Promise.all([take(), take()]);
	expect(a).toBe(b);
	expect(await take()).toBe(a);
	expect(opened).toBe(1);
});

test("after a GOAWAY the next call gets a new one, and close closes it", async () => {
	const channels = [fakeChannel(), fakeChannel()];
	let opened = 0;
	const kept = keepConnection(async () => {
		const next = channels[opened++];
		if (next === undefined) throw new Error("one too many");
		return next.channel;
	});
	await kept.take();
	channels[0]?.drain();
	const [a, b] = await Promise.all([kept.take(), kept.take()]);
	expect(a).toBe(channels[1]?.channel);
	expect(b).toBe(a);
	kept.close();
	expect(channels.map((each) => each.state())).toEqual(["draining", "closed"]);
});

test("after a failed attempt there is no other attempt for a second", async () => {
	let nowMs = 0;
	let attempts = 0;
	const kept = keepConnection(
		async () => {
			if (++attempts === 1) throw new Error("refused");
			return fakeChannel().channel;
		},
		() => nowMs,
	);
	await expect(kept.take()).rejects.toThrow("refused");
	nowMs = 999;
	await expect(kept.take()).rejects.toThrow("refused");
	expect(attempts).toBe(1);
	nowMs = 1_000;
	await expect(kept.take()).resolves.toBeDefined();
	expect(attempts).toBe(2);
});

test("a connection that opens after close is closed, too", async () => {
	const late = fakeChannel();
	const opening = Promise.withResolvers<Channel>();
	const kept = keepConnection(() => opening.promise);
	const taken = kept.take();
	kept.close();
	opening.resolve(late.channel);
	await taken;
	expect(late.state()).toBe("closed");
});

test("an attempt that fails after close causes no error", async () => {
	const opening = Promise.withResolvers<Channel>();
	const kept = keepConnection(() => opening.promise);
	const taken = kept.take();
	kept.close();
	opening.reject(new Error("refused"));
	await expect(taken).rejects.toThrow("refused");
});

test("after close there is no other connection", async () => {
	let opened = 0;
	const kept = keepConnection(async () => {
		opened++;
		return fakeChannel().channel;
	});
	await kept.take();
	kept.close();
	await expect(kept.take()).rejects.toThrow("closed here");
	expect(opened).toBe(1);
});
