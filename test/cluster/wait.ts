import { setTimeout as delay } from "node:timers/promises";

/** The limits of a wait. */
type WaitOptions = {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal | undefined;
	/** The time between two probes; default 50. */
	readonly intervalMs?: number;
};

/**
 * Resolves when the probe returns true. It is for events of other processes that nobody announces: a socket that appears, a
 * process that ends. Throws when the time is over, with the probe's last error as the cause.
 */
export async function eventually(
	what: string,
	probe: () => boolean | Promise<boolean>,
	options: WaitOptions,
): Promise<void> {
	const deadline = performance.now() + options.timeoutMs;
	let cause: unknown;
	for (;;) {
		try {
			if (await probe()) return;
		} catch (error) {
			if (error instanceof Unrecoverable) throw error;
			cause = error;
		}
		if (performance.now() > deadline) {
			throw new Error(`waited ${options.timeoutMs} ms for ${what}`, { cause });
		}
		await delay(options.intervalMs ?? 50, undefined, {
			signal: options.signal,
		});
	}
}

/** A probe throws this to end the wait at once. */
export class Unrecoverable extends Error {}
