import { setTimeout as sleep } from "node:timers/promises";
import { PluginError } from "./errors.ts";

/**
 * Waits for `work` until the signal aborts. `work` then continues, and its outcome is ignored.
 * @throws PluginError why the signal was aborted, see {@link abortError}
 */
export async function untilAborted<T>(
	work: Promise<T>,
	signal: AbortSignal,
): Promise<T> {
	const aborted = Promise.withResolvers<never>();
	const onAbort = () => aborted.reject(abortError(signal));
	if (signal.aborted) onAbort();
	else signal.addEventListener("abort", onAbort, { once: true });
	try {
		return await Promise.race([aborted.promise, work]);
	} finally {
		signal.removeEventListener("abort", onAbort);
	}
}

/** Resolves when the signal aborts, or at once when it is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener("abort", () => resolve(), { once: true });
	});
}

/** Pauses for `pauseMs` milliseconds. The pause ends early when the signal aborts. */
export async function pause(
	pauseMs: number,
	signal: AbortSignal,
): Promise<void> {
	await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
}

/** Returns why a signal was aborted: the reason itself when it is a PluginError, `deadline` for a timeout, else `cancelled`. */
export function abortError(signal: AbortSignal): PluginError {
	const cause: unknown = signal.reason;
	if (cause instanceof PluginError) return cause;
	return cause instanceof Error && cause.name === "TimeoutError"
		? new PluginError("deadline", "timed out", { cause })
		: new PluginError("cancelled", "interrupted", { cause });
}

/** A time limit for several steps together. */
type Deadline = {
	/** Aborts when the time is up or the caller's signal aborts. */
	readonly signal: AbortSignal;
	/** Stops the clock and releases the caller's signal. */
	end(): void;
};

/**
 * Starts the clock. `describe` returns the error for the current step when the time is up. It also replaces the error of a caller's
 * deadline, because the step that took so long is known best here.
 */
export function startDeadline(
	timeoutMs: number,
	signal: AbortSignal,
	describe: () => PluginError,
): Deadline {
	const controller = new AbortController();
	const onAbort = () => {
		const reason = abortError(signal);
		controller.abort(reason.code === "deadline" ? describe() : reason);
	};
	if (signal.aborted) onAbort();
	else signal.addEventListener("abort", onAbort, { once: true });
	const timer = setTimeout(() => controller.abort(describe()), timeoutMs);
	return {
		signal: controller.signal,
		end: () => {
			clearTimeout(timer);
			signal.removeEventListener("abort", onAbort);
		},
	};
}

/** Returns the waiting time for the end of a message: `within 1µs`, `within 30ms`, `within 1.5s`. */
export function withinTime(timeMs: number): string {
	if (timeMs < 1) return `within ${Math.round(timeMs * 1000)}µs`;
	return timeMs < 1000
		? `within ${Math.round(timeMs)}ms`
		: `within ${timeMs / 1000}s`;
}
