import { expect, test } from "vitest";
import {
	countCall,
	type Series,
} from "../../../../../src/commands/call/repeat/series.ts";
import {
	callsOf,
	type Measured,
	newTally,
} from "../../../../../src/commands/call/repeat/tally.ts";
import { type ErrorCode, PluginError } from "../../../../../src/errors.ts";
import { channelStatus } from "../../../../../src/grpc/status.ts";
import { shownAs } from "../shown.ts";

const seriesUnder = (signal: AbortSignal) =>
	({
		run: {
			...shownAs("--repeat=1"),
			access: { signal },
			startMs: 0,
			recorder: undefined,
		},
		onCall() {},
	}) as unknown as Series;
const series = seriesUnder(new AbortController().signal);

function countRefused(code: ErrorCode) {
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const measure = () => Promise.reject(new PluginError(code, "no connection"));
	return { tally, counting: countCall(series, tally, measure) };
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
	"a problem that is not the pod's, %s, is no failure of its calls",
	async (code) => {
		const { tally, counting } = countRefused(code);
		await expect(counting).rejects.toMatchObject({ code });
		expect(callsOf(tally)).toBe(0);
	},
);

test("a call whose connection is lost before it is made has failed", async () => {
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const measure = () => Promise.reject(new PluginError("connection-lost", "x"));
	await countCall(series, tally, measure);
	expect([...tally.statuses.keys()]).toEqual(["UNAVAILABLE"]);
});

test("a call that is cut off as the run ends is not counted", async () => {
	const ending = new AbortController();
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const measure = async () => {
		ending.abort();
		const status = channelStatus("CANCELLED", "the channel was closed here");
		return { status, received: 0, startMs: 0, endMs: 1 };
	};
	await countCall(seriesUnder(ending.signal), tally, measure);
	expect(callsOf(tally)).toBe(0);
});

test("the words of a server that refuses are distinct from the plugin's own", async () => {
	const counted: Measured[] = [];
	const recorder = {
		count: async (_: unknown, call: Measured) => void counted.push(call),
	};
	const run = { ...series.run, recorder };
	const tally = newTally({ namespace: "shop", name: "a", counted: true });
	const said = new PluginError("connection-lost", 'it left, "bye"', {
		quoted: "bye",
	});
	await countCall({ ...series, run } as unknown as Series, tally, () =>
		Promise.reject(said),
	);
	expect(counted).toMatchObject([
		{ status: { message: 'it left, "bye"', quoted: "bye" } },
	]);
});
