import { expect, test } from "vitest";
import { repeatedly } from "../../../../../src/commands/call/repeat/pace.ts";

const { signal } = new AbortController();

test.each([
	[1, 1],
	[10, 1],
	[10, 3],
	[2, 8],
])("%d times, %d at a time", async (times, concurrency) => {
	let begun = 0;
	let underWay = 0;
	let most = 0;
	await repeatedly(times, { concurrency, intervalMs: 0, signal }, async () => {
		begun++;
		most = Math.max(most, ++underWay);
		await Promise.resolve();
		underWay--;
	});
	expect(begun).toBe(times);
	expect(most).toBe(Math.min(times, concurrency));
});

test("two starts are an interval apart, however many may be under way", async () => {
	// A timer counts from the start of the turn of the event loop that sets it.
	const turnMs = performance.now();
	while (performance.now() < turnMs + 10);
	const beganMs = performance.now();
	const startsMs: number[] = [];
	const pace = { concurrency: 4, intervalMs: 20, signal };
	await repeatedly(4, pace, async () => {
		startsMs.push(performance.now());
	});
	for (const [at, startMs] of startsMs.entries())
		expect(startMs - beganMs).toBeGreaterThanOrEqual(at * 20);
});

test("nothing is begun after an abort, and a pause ends with it", async () => {
	const ending = new AbortController();
	let begun = 0;
	const pace = {
		concurrency: 1,
		intervalMs: 3_600_000,
		signal: ending.signal,
	};
	await repeatedly(5, pace, async () => {
		begun++;
		ending.abort();
	});
	expect(begun).toBe(1);
});

test("an error of one call ends the others soon", async () => {
	let begun = 0;
	const pace = { concurrency: 2, intervalMs: 0, signal };
	const work = async () => {
		if (++begun === 3) throw new Error("enough");
	};
	await expect(repeatedly(1_000, pace, work)).rejects.toThrow("enough");
	expect(begun).toBeLessThan(10);
});
