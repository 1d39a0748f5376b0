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
import { shownAs } from "../shown.ts";

const series = {
	run: { ...shownAs("--repeat=1"), startMs: 0, recorder: undefined },
	onCall() {},
} as unknown as Series;

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

test.each(["forbidden", "credentials", "internal"] as const)(
	"what is no fact about a pod, %s, is no failure of its calls",
	async (code) => {
		const { tally, counting } = countRefused(code);
		await expect(counting).rejects.toMatchObject({ code });
		expect(callsOf(tally)).toBe(0);
	},
);
