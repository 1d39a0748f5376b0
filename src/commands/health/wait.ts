import { pause } from "../../abort.ts";
import type { Source } from "./source.ts";

/**
 * Milliseconds that are kept free at the end of a wait, to report what was found out. A silent server gets one more request, of
 * half a second, and a busy machine may be late.
 */
const REPORTING_MS = 1_500;
/** Maximum share of a short wait that is kept free for that. */
const REPORTING_SHARE = 0.3;
/**
 * Shortest limit that a wait sets, in milliseconds. No answer in less time would say nothing about a server whose probes succeed,
 * because the kubelet gives a probe a second by default (timeoutSeconds).
 */
const SHORTEST_MS = 1_000;

/** How long something may take, in milliseconds, and whether that is its own timeout or the rest of a wait. */
type Limit = {
	readonly timeoutMs: number;
	readonly setBy: "itself" | "wait";
};

/** A wait that has begun. */
export type Wait = {
	/** Resolves when the time of the wait is over, or its signal aborts. */
	readonly over: Promise<void>;
	/**
	 * Returns how long something may take that begins now and has `ownMs` milliseconds by itself. A timeout has to be reported before
	 * the wait is over.
	 */
	readonly limit: (ownMs: number) => Limit;
};

/** Begins a wait of `waitMs` milliseconds. */
export function startWait(waitMs: number, signal: AbortSignal): Wait {
	const reportingMs = Math.min(REPORTING_MS, waitMs * REPORTING_SHARE);
	const endMs = performance.now() + waitMs - reportingMs;
	return {
		over: pause(waitMs, signal),
		limit(ownMs) {
			// Rounded down to tenths of a second, as messages print it.
			const leftMs = Math.floor((endMs - performance.now()) / 100) * 100;
			return leftMs < SHORTEST_MS || ownMs <= leftMs
				? { timeoutMs: ownMs, setBy: "itself" }
				: { timeoutMs: leftMs, setBy: "wait" };
		},
	};
}

/** Returns the source with timeouts that fit into a wait. They are computed when each connection and each question begins. */
export function withinWait(source: Source, { limit }: Wait): Source {
	const { connect, questions } = source;
	return {
		...source,
		connect: {
			...connect,
			get connectTimeoutMs() {
				return limit(connect.connectTimeoutMs).timeoutMs;
			},
			get moreTime() {
				const { setBy } = limit(connect.connectTimeoutMs);
				return setBy === "wait" ? "a longer --wait" : connect.moreTime;
			},
		},
		questions: {
			...questions,
			get rpcTimeoutMs() {
				return limit(questions.rpcTimeoutMs).timeoutMs;
			},
		},
	};
}
