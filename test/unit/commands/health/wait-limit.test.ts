import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { waitLimit } from "../../../../src/commands/health/wait-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what begins in a wait ends before it, or has its own time", () => {
	const limit = waitLimit(8_000);
	expect([limit(10_000), limit(3_000)]).toEqual([7_000, 3_000]);
	vi.advanceTimersByTime(6_000);
	expect([limit(10_000), limit(3_000)]).toEqual([1_000, 1_000]);
});

test("what begins too late to show anything has its own time", () => {
	const limit = waitLimit(8_000);
	vi.advanceTimersByTime(6_001);
	// A server that is polled, and answers in the second that a probe gives it, is not late at the end of a wait for another.
	expect(limit(10_000)).toBe(10_000);
	vi.advanceTimersByTime(60_000);
	expect(limit(10_000)).toBe(10_000);
});
