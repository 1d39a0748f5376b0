import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDurationMs } from "../../../src/cli/duration.ts";

describe("parseDurationMs", () => {
	test.each([
		["0", 0],
		["250ms", 250],
		["1.5s", 1_500],
		["1h30m", 5_400_000],
		["2m3s", 123_000],
		[".5s", 500],
		["100us", 0.1],
		["2147483647ms", 2_147_483_647],
	])("%s is %d ms", (text, expected) => {
		expect(parseDurationMs(text, "x")).toBeCloseTo(expected);
	});

	// A timer of Node.js that is longer than 2147483647 ms fires at once.
	test.each(["", "10", "s", "1x", "1s ", "-1s", "1s2", "1e3s", "2147483648ms"])(
		"%j is refused",
		(text) => {
			expect(() => parseDurationMs(text, "rpc-timeout")).toThrow(
				/--rpc-timeout/,
			);
		},
	);

	test.each([
		["30", 30_000],
		["0", 0],
		["2m", 120_000],
	])("%s is %d ms where no unit means seconds", (text, expected) => {
		expect(parseDurationMs(text, "x", "seconds")).toBe(expected);
	});

	test("a bare number is an error that names the likely unit", () => {
		expect(() => parseDurationMs("10", "rpc-timeout")).toThrow(
			expect.objectContaining({
				hint: [
					"a duration needs a unit: --rpc-timeout=10s or --rpc-timeout=10ms",
				],
			}),
		);
	});

	test("durations that are written in whole seconds and milliseconds are read back", () => {
		fc.assert(
			fc.property(fc.nat(86_400), fc.nat(999), (seconds, ms) => {
				expect(parseDurationMs(`${seconds}s${ms}ms`, "x")).toBe(
					seconds * 1_000 + ms,
				);
			}),
		);
	});
});
