import { expect, test, vi } from "vitest";
import { awaitChannelEnd } from "../../../../src/commands/health/await-channel-end.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import type { Channel, ChannelEnd } from "../../../../src/grpc/channel.ts";
import { target } from "./build.ts";

const asked = (closed: Promise<ChannelEnd>, signal: AbortSignal) => ({
	target: target("a"),
	channel: { closed } as unknown as Channel,
	questions: {} as Questions,
	signal,
});

test("a connection that stays open keeps no memory of those who asked how it ended", async () => {
	const closed = Promise.withResolvers<ChannelEnd>().promise;
	const waitedFor = vi.spyOn(closed, "then");
	const about = asked(closed, AbortSignal.abort());
	for (let question = 0; question < 100; question++)
		expect(await awaitChannelEnd(about)).toBeUndefined();
	expect(waitedFor).toHaveBeenCalledOnce();
});

test("the end of a connection is given to all who ask, before it and after it", async () => {
	const { promise: closed, resolve } = Promise.withResolvers<ChannelEnd>();
	const end: ChannelEnd = { kind: "lost", error: new Error("reset") };
	const about = asked(closed, new AbortController().signal);
	const early = [awaitChannelEnd(about), awaitChannelEnd(about)];
	resolve(end);
	expect(await Promise.all(early)).toEqual([end, end]);
	expect(await awaitChannelEnd(about)).toBe(end);
});
