import { expect, test, vi } from "vitest";
import { PluginError } from "../../../../src/errors.ts";
import {
	retryPause,
	withRetries,
} from "../../../../src/kubernetes/api/retry.ts";
import { errorOf } from "../../plugin-error.ts";

const answered = (status: number, more: Record<string, number> = {}) =>
	new PluginError("api-error", "x", { facts: { status, ...more } });
const broken = (errno: string) =>
	new PluginError("api-unreachable", "x", { facts: { errno } });
const throttled = (more: Record<string, number> = {}) =>
	new PluginError("throttled", "x", { facts: { status: 429, ...more } });

test.each([
	[answered(500), 200],
	[answered(502), 200],
	[answered(503), 200],
	[answered(504), 200],
	[throttled(), 200],
	[throttled({ retryAfterMs: 2_000 }), 2_100],
	[answered(503, { retryAfterMs: 32_000 }), 32_100],
	[throttled({ retryAfterMs: 32_001 }), undefined],
	[broken("ECONNRESET"), 200],
	[broken("EPIPE"), 200],
	[broken("ECONNREFUSED"), undefined],
	[answered(400), undefined],
	[answered(410), undefined],
	[answered(501), undefined],
	[new Error("x"), undefined],
])("%# pauses %o", (error, pauseMs) => {
	expect(retryPause(error, 1, () => 0.5)).toBe(pauseMs);
});

test("pauses double with jitter, and end after the fifth attempt", () => {
	const pauses = [1, 2, 3, 4, 5].map((n) =>
		retryPause(answered(503), n, () => 0.5),
	);
	expect(pauses).toEqual([200, 400, 800, 1600, undefined]);
	expect(retryPause(answered(503), 1, () => 0)).toBe(100);
	expect(retryPause(answered(503), 1, () => 1)).toBe(300);
});

test("an abort ends the pause", async () => {
	const controller = new AbortController();
	const attempt = async () => {
		setImmediate(() => controller.abort());
		throw throttled({ retryAfterMs: 30_000 });
	};
	await errorOf(withRetries(attempt, controller.signal), "cancelled");
});

test("what fails slowly is not asked for again", async () => {
	vi.useFakeTimers();
	try {
		let attempts = 0;
		const attempt = async () => {
			attempts++;
			vi.advanceTimersByTime(attempts === 1 ? 10_000 : 10_001);
			throw answered(504);
		};
		const { signal } = new AbortController();
		const failed = errorOf(withRetries(attempt, signal), "api-error");
		await vi.advanceTimersByTimeAsync(1_000);
		await failed;
		expect(attempts).toBe(2);
	} finally {
		vi.useRealTimers();
	}
});
