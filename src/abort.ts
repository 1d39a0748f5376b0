import { setTimeout as sleep } from "node:timers/promises";
import { PluginError } from "./errors.ts";

/**
 * Waits for `work`, but no longer than until the signal aborts. `work` goes on by itself; what becomes of it then is ignored.
 * @throws PluginError why the signal was aborted, see {@link abortError}
 */
export async function orAborted<T>(
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

/** Resolves when the signal aborts, or has. */
export function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		signal.addEventListener("abort", () => resolve(), { once: true });
	});
}

/** A pause, in milliseconds, which is over at once when the signal aborts. */
export async function pause(
	pauseMs: number,
	signal: AbortSignal,
): Promise<void> {
	await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
}

/** Why a signal was aborted: the reason itself when it is one of ours, `deadline` for a timeout, else `cancelled`. */
export function abortError(signal: AbortSignal): PluginError {
	const cause: unknown = signal.reason;
	if (cause instanceof PluginError) return cause;
	return cause instanceof Error && cause.name === "TimeoutError"
		? new PluginError("deadline", "timed out", { cause })
		: new PluginError("cancelled", "interrupted", { cause });
}

/** A limit on the time that several steps may take together. */
type Deadline = {
	/** Aborts when the time is up or the caller's signal aborts. */
	readonly signal: AbortSignal;
	/** Stops the clock and lets go of the caller's signal. */
	end(): void;
};

/**
 * Starts the clock. `describe` gives the error for what is being waited for when the time is up; when a caller's is, too, for what
 * takes so long is known best where it is done.
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

/** How long was waited, for the end of a message: `within 30ms`, `within 1.5s`. */
export function withinTime(timeMs: number): string {
	return timeMs < 1000
		? `within ${Math.round(timeMs)}ms`
		: `within ${timeMs / 1000}s`;
}
