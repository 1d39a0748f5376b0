import { pause } from "../../../abort.ts";

/** How calls follow one another. */
type Pace = {
	/** The number of calls under way at a time. */
	readonly concurrency: number;
	/** The least time between two starts, in milliseconds. */
	readonly intervalMs: number;
	/** Ends the calls early: none starts after it aborts. */
	readonly signal: AbortSignal;
};

/** Does `work` this many times. After a slow call there is no burst that catches up. @throws the first error of `work` */
export async function repeatedly(
	times: number,
	{ concurrency, intervalMs, signal }: Pace,
	work: () => Promise<void>,
): Promise<void> {
	let left = times;
	let nextStartMs = performance.now();
	const turn = async () => {
		const startMs = Math.max(performance.now(), nextStartMs);
		nextStartMs = startMs + intervalMs;
		await sleepUntil(startMs, signal);
	};
	const worker = async () => {
		while (left > 0) {
			left--;
			if (intervalMs > 0) await turn();
			if (signal.aborted) return;
			await work();
		}
	};
	const stopOthers = (error: unknown) => {
		left = 0;
		throw error;
	};
	const workers = Math.min(concurrency, times);
	await Promise.all(
		Array.from({ length: workers }, () => worker().catch(stopOthers)),
	);
}

/**
 * Waits until a time, or until the signal aborts. A timer counts from the start of its turn of the event loop, so it may fire
 * early by the time that the turn took.
 */
async function sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
	for (;;) {
		const leftMs = atMs - performance.now();
		if (leftMs <= 0 || signal.aborted) return;
		await pause(leftMs, signal);
	}
}
