import fc from "fast-check";
import { expect, test } from "vitest";
import {
	addLatency,
	mergeLatencies,
	newLatencies,
	quantileMs,
} from "../../../../../src/commands/call/repeat/latencies.ts";

/** From a microsecond to 24 days, the longest that a flag accepts. The exponent is distributed evenly. */
const latencyMs = fc
	.double({ min: -9, max: 31, noNaN: true })
	.map((exponent) => 2 ** exponent);
const several = fc.array(latencyMs, { minLength: 1, maxLength: 200 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

function latenciesOf(values: readonly number[]) {
	const latencies = newLatencies();
	for (const value of values) addLatency(latencies, value);
	return latencies;
}

test("a quantile is the nearest rank's, or less than 1 % more", () => {
	fc.assert(
		fc.property(several, share, (values, q) => {
			const sorted = values.toSorted((a, b) => a - b);
			const exact =
				sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? Number.NaN;
			const found = quantileMs(latenciesOf(values), q);
			expect(found).toBeGreaterThanOrEqual(exact);
			expect(found).toBeLessThan(exact * 1.01);
		}),
	);
});

test("count and extremes are exact, and the highest quantile is the maximum", () => {
	fc.assert(
		fc.property(several, (values) => {
			const latencies = latenciesOf(values);
			expect(latencies.count).toBe(values.length);
			expect(latencies.minMs).toBe(Math.min(...values));
			expect(latencies.maxMs).toBe(Math.max(...values));
			expect(quantileMs(latencies, 1)).toBe(latencies.maxMs);
		}),
	);
});

test("merging is the same as counting all in one", () => {
	fc.assert(
		fc.property(several, several, share, (a, b, q) => {
			const merged = mergeLatencies([latenciesOf(a), latenciesOf(b)]);
			const one = latenciesOf([...a, ...b]);
			expect(merged.buckets).toEqual(one.buckets);
			expect(quantileMs(merged, q)).toBe(quantileMs(one, q));
		}),
	);
});

test.each([0, -1, 1e-9, 2 ** 50])("%d is counted too", (ms) => {
	const latencies = latenciesOf([ms]);
	expect(latencies.count).toBe(1);
	expect(quantileMs(latencies, 0.5)).toBeLessThanOrEqual(Math.max(ms, 0));
});

test("there is no quantile of nothing", () => {
	expect(quantileMs(newLatencies(), 0.5)).toBeNaN();
});
