import { pause } from "../../../abort.ts";

/** How calls follow one another. */
type Pace = {
	/** Calls under way at a time. */
	readonly concurrency: number;
	/** Milliseconds at least between two starts. */
	readonly intervalMs: number;
	/** Ends it early: no call is begun after. */
	readonly signal: AbortSignal;
};

/** Does `work` so many times. A slow call is not made up for by a burst after it. @throws what `work` throws first */
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

/** Or until the signal aborts. A timer counts from when its turn of the event loop began, so it may be early by as much as that took. */
async function sleepUntil(atMs: number, signal: AbortSignal): Promise<void> {
	for (;;) {
		const leftMs = atMs - performance.now();
		if (leftMs <= 0 || signal.aborted) return;
		await pause(leftMs, signal);
	}
}
