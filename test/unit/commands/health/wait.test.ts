import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Source } from "../../../../src/commands/health/source.ts";
import { startWait, withinWait } from "../../../../src/commands/health/wait.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();
const timeouts = (wait: ReturnType<typeof startWait>) =>
	[10_000, 3_000].map((ownMs) => wait.limit(ownMs).timeoutMs);

test("what begins in a wait ends before it, or has its own time", () => {
	const wait = startWait(8_000, signal);
	expect(timeouts(wait)).toEqual([6_500, 3_000]);
	vi.advanceTimersByTime(5_500);
	expect(timeouts(wait)).toEqual([1_000, 1_000]);
});

test("what begins too late to show anything has its own time", () => {
	const wait = startWait(8_000, signal);
	vi.advanceTimersByTime(5_501);
	// A polled server that answers within the second of its probe is not late when a wait for another pod ends.
	expect(timeouts(wait)).toEqual([10_000, 3_000]);
	vi.advanceTimersByTime(60_000);
	expect(timeouts(wait)).toEqual([10_000, 3_000]);
});

test("a short wait has less left at its end", () => {
	expect(timeouts(startWait(2_000, signal))).toEqual([1_400, 1_400]);
	expect(timeouts(startWait(1_000, signal))).toEqual([10_000, 3_000]);
});

test("where the wait ends a try, the fix is a longer wait", () => {
	const source = {
		connect: { connectTimeoutMs: 5_000 },
		questions: {},
	} as Source;
	const { connect } = withinWait(source, startWait(8_000, signal));
	expect(connect.moreTime).toBeUndefined();
	vi.advanceTimersByTime(3_000);
	expect({ ...connect }).toEqual({
		connectTimeoutMs: 3_500,
		moreTime: "a longer --wait",
	});
});
