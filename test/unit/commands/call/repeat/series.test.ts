import { expect, test } from "vitest";
import {
	countCall,
	type Series,
} from "../../../../../src/commands/call/repeat/series.ts";
import {
	callsOf,
	newTally,
} from "../../../../../src/commands/call/repeat/tally.ts";
import { type ErrorCode, PluginError } from "../../../../../src/errors.ts";
import type { Channel } from "../../../../../src/grpc/channel.ts";
import { channelStatus } from "../../../../../src/grpc/status.ts";
import { shownAs } from "../shown.ts";

const ending = new AbortController();
const series = {
	run: {
		...shownAs("--repeat=1"),
		access: { signal: ending.signal },
		startMs: 0,
		recorder: undefined,
	},
	onCall() {},
} as unknown as Series;

/** No call is made over it. */
const CHANNEL = {} as unknown as Channel;

function countRefused(code: ErrorCode) {
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const take = () => Promise.reject(new PluginError(code, "no connection"));
	const measure = () => Promise.reject(new Error("there is no channel"));
	return { tally, counting: countCall(series, tally, take, measure) };
}

test.each(["tunnel-cut", "pod-gone", "connection-refused"] as const)(
	"a call that finds no connection, %s, has failed",
	async (code) => {
		const { tally, counting } = countRefused(code);
		await counting;
		expect(callsOf(tally)).toBe(1);
		expect([...tally.statuses.keys()]).toEqual(["UNAVAILABLE"]);
	},
);

test.each([
	"forbidden",
	"credentials",
	"internal",
	"api-unreachable",
	"api-certificate",
	"api-error",
	"throttled",
	"schema",
] as const)(
	"what is no fact about a pod, %s, is no failure of its calls",
	async (code) => {
		const { tally, counting } = countRefused(code);
		await expect(counting).rejects.toMatchObject({ code });
		expect(callsOf(tally)).toBe(0);
	},
);

test("a call whose connection is lost before it is made has failed", async () => {
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const measure = () => Promise.reject(new PluginError("connection-lost", "x"));
	await countCall(series, tally, async () => CHANNEL, measure);
	expect([...tally.statuses.keys()]).toEqual(["UNAVAILABLE"]);
});

test.each([
	[["refused", "OK"], "OK", 20],
	[["refused", "refused"], "UNAVAILABLE", 20],
	[["lost", "OK"], "UNAVAILABLE", 10],
] as const)(
	"a call that the server has not looked at is made once more: %j",
	async (ends, name, latencyMs) => {
		const tally = newTally({ namespace: "shop", name: "a", counted: true });
		let made = 0;
		const measure = async () => {
			const end = ends[made] ?? "OK";
			const startMs = made * 10;
			made++;
			const status = {
				refused: channelStatus("UNAVAILABLE", "Stream refused by server"),
				lost: channelStatus("UNAVAILABLE", "the connection broke"),
				OK: channelStatus("OK", ""),
			}[end];
			const { source } = status;
			return { status, source, received: 0, startMs, endMs: startMs + 10 };
		};
		await countCall(series, tally, async () => CHANNEL, measure);
		expect([...tally.statuses.keys()]).toEqual([name]);
		expect(tally.statuses.get(name)?.latencies).toMatchObject({
			count: 1,
			sumMs: latencyMs,
		});
	},
);

test("a call that is cut off as the run ends is not counted", async () => {
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const measure = async () => {
		ending.abort();
		const status = channelStatus("CANCELLED", "the channel was closed here");
		const { source } = status;
		return { status, source, received: 0, startMs: 0, endMs: 1 };
	};
	await countCall(series, tally, async () => CHANNEL, measure);
	expect(callsOf(tally)).toBe(0);
});
