/**
 * Latencies, counted in buckets whose edges are less than 1 % apart. So ten million latencies take as little memory as ten.
 * Count, sum and extremes are exact.
 */
export type Latencies = {
	readonly buckets: Uint32Array;
	count: number;
	sumMs: number;
	minMs: number;
	maxMs: number;
};

/** The number of fraction bits of a double that distinguish buckets: 128 buckets for each doubling. */
const FRACTION_BITS = 7;
/** A microsecond, and 50 days, which is twice the longest deadline. The first and the last bucket count what lies beyond. */
const LEAST_MS = 2 ** -10;
const MOST_MS = 2 ** 32;

const double = new DataView(new ArrayBuffer(8));
const FIRST = keyOf(LEAST_MS);
const BUCKETS = keyOf(MOST_MS) - FIRST + 1;

/** Returns a histogram without latencies. */
export function newLatencies(): Latencies {
	return {
		buckets: new Uint32Array(BUCKETS),
		count: 0,
		sumMs: 0,
		minMs: Number.POSITIVE_INFINITY,
		maxMs: 0,
	};
}

/** Adds a latency, in milliseconds. */
export function addLatency(latencies: Latencies, ms: number): void {
	const bucket = keyOf(Math.min(Math.max(ms, LEAST_MS), MOST_MS)) - FIRST;
	latencies.buckets[bucket] = (latencies.buckets[bucket] ?? 0) + 1;
	latencies.count++;
	latencies.sumMs += ms;
	latencies.minMs = Math.min(latencies.minMs, ms);
	latencies.maxMs = Math.max(latencies.maxMs, ms);
}

/** Returns the sum of several histograms. */
export function mergeLatencies(several: readonly Latencies[]): Latencies {
	const all = newLatencies();
	for (const one of several) {
		for (const [bucket, count] of one.buckets.entries())
			if (count > 0) all.buckets[bucket] = (all.buckets[bucket] ?? 0) + count;
		all.count += one.count;
		all.sumMs += one.sumMs;
		all.minMs = Math.min(all.minMs, one.minMs);
		all.maxMs = Math.max(all.maxMs, one.maxMs);
	}
	return all;
}

/**
 * Returns the latency, in milliseconds, that this share of the calls did not exceed, by nearest rank. The result is never below
 * the true latency, and less than 1 % above it. Returns NaN if there are no latencies.
 */
export function quantileMs(latencies: Latencies, share: number): number {
	const rank = Math.max(1, Math.ceil(share * latencies.count));
	let below = 0;
	for (const [bucket, count] of latencies.buckets.entries()) {
		below += count;
		if (below >= rank) return Math.min(upperEdgeMs(bucket), latencies.maxMs);
	}
	return Number.NaN;
}

/**
 * Returns the sign, the exponent and the first bits of the fraction. They grow with the number, and linearly within a doubling.
 */
function keyOf(ms: number): number {
	double.setFloat64(0, ms);
	return double.getUint32(0) >>> (20 - FRACTION_BITS);
}

function upperEdgeMs(bucket: number): number {
	double.setUint32(0, (FIRST + bucket + 1) << (20 - FRACTION_BITS));
	double.setUint32(4, 0);
	return double.getFloat64(0);
}
