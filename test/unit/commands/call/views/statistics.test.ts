import { describe, expect, test } from "vitest";
import { callStatistics } from "../../../../../src/commands/call/repeat/statistics.ts";
import type { PodTally } from "../../../../../src/commands/call/repeat/tally.ts";
import { printStatistics } from "../../../../../src/commands/call/views/statistics.ts";
import { ASKED, tallyOf } from "../repeat/build.ts";

const printed = (tallies: readonly PodTally[]) =>
	printStatistics(callStatistics(ASKED, tallies), {
		page: { kind: "terminal", columns: 80, colour: "plain" },
		headers: "shown",
	});

const OK = Array.from(
	{ length: 999 },
	(_, at) => ["OK", 1 + at / 100] as const,
);

describe("the table of a series of calls", () => {
	test("of one pod", () => {
		expect(
			printed([tallyOf("user-service-7f98d6c569-hsc2s", [...OK, ["OK", 30]])]),
		).toMatchInlineSnapshot(`
			"POD                            STATUS  CALLS    P50   P90   P99   MAX
			user-service-7f98d6c569-hsc2s  OK      1,000  6.0ms  10ms  11ms  30ms

			1,000 calls in 6.0s, 166/s: OK 1,000
			"
		`);
	});

	test("of several, with failures", () => {
		const away = tallyOf("user-service-7f98d6c569-vp2lw", []);
		away.refusal = {
			message: "no container runs",
			hint: ["kubectl describe pod user-service-7f98d6c569-vp2lw"],
		};
		const text = printed([
			tallyOf("user-service-7f98d6c569-hsc2s", OK),
			tallyOf("user-service-7f98d6c569-r84bt", [
				...OK.slice(0, 3),
				["UNAVAILABLE", 0.2, "draining \x1b[2J"],
			]),
			away,
		]);
		expect(text).toMatchInlineSnapshot(`
			"POD                            STATUS       CALLS    P50    P90    P99    MAX
			user-service-7f98d6c569-hsc2s  OK             999  6.0ms   10ms   11ms   11ms
			user-service-7f98d6c569-r84bt  OK               3  1.0ms  1.0ms  1.0ms  1.0ms
			user-service-7f98d6c569-r84bt  UNAVAILABLE      1  0.2ms  0.2ms  0.2ms  0.2ms
			user-service-7f98d6c569-vp2lw  UNREACHABLE      0      -      -      -      -

			UNAVAILABLE: draining \\x1b[2J
			UNREACHABLE: no container runs
			  kubectl describe pod user-service-7f98d6c569-vp2lw

			1,003 calls in 6.0s, 168/s, p50 6.0ms, p99 11ms: OK 1,002, UNAVAILABLE 1, 1 pod not reached
			"
		`);
	});

	test("with a failure that says several lines", () => {
		const text = printed([
			tallyOf("a", [["UNKNOWN", 1, "boom:\n  at main.go:1\n"]]),
		]);
		expect(text).toContain("\nUNKNOWN: boom:\n    at main.go:1\n\n1 call ");
	});

	test("of namesakes in two namespaces", () => {
		const tallies = ["aa", "bb"].map((namespace) =>
			tallyOf("db-0", [["OK", 1]], namespace),
		);
		expect(printed(tallies)).toMatch(
			/^NAMESPACE +POD +STATUS .*\naa +db-0 +OK .*\nbb +db-0 +OK /,
		);
	});

	test("pods that cannot be reached for one reason have it once", () => {
		const away = ["a-1", "a-2"].map((name) => ({
			...tallyOf(name, []),
			refusal: {
				message: `pod shop/${name} refuses connections on port 80`,
				hint: [],
			},
		}));
		expect(printed(away)).toContain(
			"\n\nUNREACHABLE: the pod refuses connections on port 80 (2 pods)\n\n",
		);
	});

	test("of addresses, which are no pods", () => {
		const refusal = { message: "refused", hint: [] };
		const away = { ...tallyOf("b:1", [], ""), refusal };
		const text = printed([tallyOf("a:1", [["OK", 1]], ""), away]);
		expect(text).toMatch(/^ADDRESS /);
		expect(text).toContain("1 address not reached");
	});

	test("a pod that has done its work is no failure", () => {
		const over = { ...tallyOf("job-1", []), counted: false };
		over.refusal = {
			message: "Completed: its containers have ended",
			hint: [],
		};
		const text = printed([tallyOf("job-2", [["OK", 1]]), over]);
		expect(text).toMatch(/: OK 1, 1 pod terminating or ended\n$/);
	});

	test("of an address that nothing came of", () => {
		expect(printed([tallyOf("10.0.0.1:50051", [], "")])).toMatchInlineSnapshot(`
			"ADDRESS         STATUS  CALLS  P50  P90  P99  MAX
			10.0.0.1:50051  -           0    -    -    -    -

			no calls
			"
		`);
	});
});
