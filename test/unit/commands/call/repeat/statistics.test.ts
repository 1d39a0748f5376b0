import { expect, test } from "vitest";
import {
	callStatistics,
	statisticsExitStatus,
} from "../../../../../src/commands/call/repeat/statistics.ts";
import type { PodTally } from "../../../../../src/commands/call/repeat/tally.ts";
import { ASKED, tallyOf } from "./build.ts";

const FAILING = tallyOf("a", [
	["OK", 2, "OK"],
	["UNAVAILABLE", 1, "first"],
	["OK", 4],
	["UNAVAILABLE", 1, "second"],
	["NOT_FOUND", 8, "none"],
]);
const FINE = tallyOf("b", [
	["OK", 3],
	["OK", 3],
]);

const unreachable = (counted: PodTally["counted"] = true): PodTally => {
	const tally = tallyOf("c", []);
	tally.connections = 0;
	tally.refusal = { message: "Pending", hint: [] };
	return { ...tally, counted };
};

test("calls are counted by pod and status, the most frequent first, with what came first", () => {
	const { pods } = callStatistics(ASKED, [FAILING, FINE]);
	expect(pods[0]).toMatchObject({
		name: "a",
		namespace: "shop",
		calls: 5,
		received: 2,
		connections: 1,
		unreachable: null,
		statuses: [
			{ code: 0, name: "OK", calls: 2, message: "" },
			{ code: 14, name: "UNAVAILABLE", calls: 2, message: "first" },
			{ code: 5, name: "NOT_FOUND", calls: 1, message: "none" },
		],
		latencyMs: { min: 1, mean: 3.2, max: 8 },
	});
	expect(pods[1]?.statuses).toHaveLength(1);
});

test("the sum is of all pods; they ran side by side", () => {
	const sum = callStatistics(ASKED, [FAILING, FINE]);
	expect(sum).toMatchObject({
		calls: 7,
		received: 4,
		durationMs: 16,
		callsPerSecond: 437.5,
		latencyMs: { min: 1, max: 8 },
	});
	expect(sum.statuses.map(({ name, calls }) => [name, calls])).toEqual([
		["OK", 4],
		["UNAVAILABLE", 2],
		["NOT_FOUND", 1],
	]);
});

test("the method has the name that the schema gives it, or else the one that was typed", () => {
	const asked = { ...ASKED, method: "GetUser" };
	const told = {
		...tallyOf("b", [["OK", 3]]),
		method: "user.UserService/GetUser",
	};
	const methodOf = (...tallies: readonly PodTally[]) =>
		callStatistics(asked, tallies).method;
	expect(methodOf(unreachable(), told)).toBe("user.UserService/GetUser");
	expect(methodOf(unreachable())).toBe("GetUser");
});

test("statistics without calls have no latencies and divide by nothing", () => {
	expect(callStatistics(ASKED, [unreachable()])).toMatchObject({
		calls: 0,
		durationMs: 0,
		callsPerSecond: 0,
		statuses: [],
		latencyMs: null,
		pods: [{ name: "c", latencyMs: null, unreachable: "Pending" }],
	});
});

test.each<[string, number, readonly PodTally[]]>([
	["all is OK", 0, [FINE]],
	["of failures the most frequent tells", 64 + 14, [FINE, FAILING]],
	["a pod was not reached", 2, [FAILING, unreachable()]],
	[
		"a pod that was not reached has done its work",
		0,
		[FINE, unreachable(false)],
	],
	["no pod is left that could be called", 2, [unreachable(false)]],
	["nothing was called", 0, []],
])("exit status: %s", (_, status, tallies) => {
	expect(statisticsExitStatus(callStatistics(ASKED, tallies))).toBe(status);
});
