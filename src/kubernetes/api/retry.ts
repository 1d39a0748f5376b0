import { abortError, pause } from "../../abort.ts";
import { messageOf, PluginError } from "../../errors.ts";
import { isBrokenConnection } from "./connection-error.ts";

/** Maximum attempts at one request, the first included. */
const MAX_ATTEMPTS = 5;
/** Milliseconds of the first pause. Each further one is twice as long. */
const FIRST_PAUSE_MS = 200;
/**
 * Maximum Retry-After in milliseconds. A server that asks for a longer wait gets no retry. An overloaded API server asks for up to 32 s
 * (dropped_requests_tracker.go of k8s.io/apiserver).
 */
const MAX_RETRY_AFTER_MS = 32_000;
/** Milliseconds after which a failed attempt is not repeated. Without its etcd, an API server fails after a minute. */
const MAX_ATTEMPT_MS = 10_000;

/**
 * Repeats a GET after 429, 500, 502, 503, 504 and broken connections, up to {@link MAX_ATTEMPTS} attempts. The pauses grow, or follow
 * the server's Retry-After. A slow failure is not repeated. `onPause` receives the reason for each pause, and its milliseconds.
 * @throws PluginError the last attempt's
 */
export async function withRetries<T>(
	attempt: () => Promise<T>,
	signal: AbortSignal,
	onPause: (reason: string, pauseMs: number) => void = () => {},
): Promise<T> {
	for (let attempts = 1; ; attempts++) {
		const begunMs = performance.now();
		try {
			return await attempt();
		} catch (caught) {
			const tookMs = performance.now() - begunMs;
			const pauseMs = retryPause(caught, attempts);
			if (pauseMs === undefined || tookMs > MAX_ATTEMPT_MS) throw caught;
			onPause(messageOf(caught), pauseMs);
			await pause(pauseMs, signal);
			if (signal.aborted) throw abortError(signal);
		}
	}
}

/** Returns the milliseconds until the next attempt, or undefined when there should be none. */
export function retryPause(
	caught: unknown,
	attempts: number,
	random: () => number = Math.random,
): number | undefined {
	if (!(caught instanceof PluginError) || attempts >= MAX_ATTEMPTS)
		return undefined;
	if (!isPassing(caught)) return undefined;
	const asked = caught.facts["retryAfterMs"];
	if (typeof asked === "number" && asked > MAX_RETRY_AFTER_MS) return undefined;
	const grown = FIRST_PAUSE_MS * 2 ** (attempts - 1);
	const jittered = grown * (0.5 + random());
	return typeof asked === "number" ? asked + jittered / 2 : jittered;
}

/** Whether the next attempt may succeed. */
export function isPassing(error: PluginError): boolean {
	const status = Number(error.facts["status"]);
	return (
		error.code === "throttled" ||
		[500, 502, 503, 504].includes(status) ||
		isBrokenConnection(error)
	);
}
