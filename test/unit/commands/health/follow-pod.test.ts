import { expect, onTestFinished, test, vi } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { followPod } from "../../../../src/commands/health/follow-pod.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import { PluginError } from "../../../../src/errors.ts";
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

const NOTHING_TO_ASK = {
	services: { kind: "named", names: [] },
} as unknown as Questions;

/** Returns the facts up to `most` of a pod whose connections all end so, each after `lastedMs`. */
async function factsOfEnds(end: ChannelEnd, lastedMs: number, most: number) {
	let nowMs = 0;
	const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
	onTestFinished(() => clock.mockRestore());
	const leaving = new AbortController();
	const facts: HealthFact[] = [];
	await followPod(
		target("a"),
		NOTHING_TO_ASK,
		async () => {
			const closed = Promise.withResolvers<ChannelEnd>();
			const goingAway = closed.promise.then(() => {});
			const channel = idleChannel(uncalled);
			setImmediate(() => {
				nowMs += lastedMs;
				closed.resolve(end);
			});
			return { ...channel, closed: closed.promise, goingAway };
		},
		async (fact) => {
			if (facts.push(fact) === most) leaving.abort();
		},
		leaving.signal,
	);
	return facts.map(({ kind }) => kind);
}

const goaway = (code: number): ChannelEnd => ({
	kind: "goaway",
	code,
	lastStreamId: 0,
	debug: "",
});

test("a server that limits the age of connections is never told as disconnected", async () => {
	expect(await factsOfEnds(goaway(0), 30_000, 3)).toEqual([
		"connected",
		"connected",
		"connected",
	]);
});

test.each<[string, ChannelEnd, number]>([
	["with an error", goaway(2), 30_000],
	["without a GOAWAY", { kind: "lost", error: new Error("cut") }, 30_000],
	["at once", goaway(0), 10],
])(
	"a connection that the server ends %s is told as disconnected",
	async (_, end, lastedMs) => {
		expect(await factsOfEnds(end, lastedMs, 2)).toEqual([
			"connected",
			"disconnected",
		]);
	},
);

test("a failure is told once for all attempts that have it", async () => {
	const leaving = new AbortController();
	const told: string[] = [];
	let dials = 0;
	await followPod(
		target("a"),
		NOTHING_TO_ASK,
		async () => {
			dials++;
			// What is told of a failure is told before the next turn.
			if (dials === 2) setImmediate(() => leaving.abort());
			throw new PluginError("connection-refused", "refuses connections");
		},
		async (fact) => {
			told.push(fact.kind);
		},
		leaving.signal,
	);
	expect(dials).toBe(2);
	expect(told).toEqual(["unreachable"]);
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
	await followPod(target("a"), NOTHING_TO_ASK, open, async () => {}, signal);
	// After 0, 0.5 and 1.5 s. A busy machine dials fewer times.
	expect(dials).toBeLessThanOrEqual(3);
});
