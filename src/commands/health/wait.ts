import { pause } from "../../abort.ts";
import type { Source } from "./source.ts";

/** Left at the end of a wait to tell what was found out, in milliseconds: a server that is silent is made one more request, of half a second. */
const REPORTING_MS = 1_000;
/** No more of a short wait than this is left for that. */
const REPORTING_SHARE = 0.3;
/**
 * What has less time than this is not held to it, in milliseconds: that nothing came meanwhile would say nothing of a server whose probes
 * succeed, as the kubelet gives them a second by default (timeoutSeconds).
 */
const SHORTEST_MS = 1_000;

/** How long something may take, in milliseconds, and whether that is its own time or what is left of a wait. */
type Limit = {
	readonly timeoutMs: number;
	readonly setBy: "itself" | "wait";
};

/** A wait under way. */
export type Wait = {
	/** Resolves when its time is over, or its signal aborts. */
	readonly over: Promise<void>;
	/** How long what begins now may take that has `ownMs` by itself: what does not come in time is to be told before the wait is over. */
	readonly limit: (ownMs: number) => Limit;
};

/** Begins a wait of so many milliseconds. */
export function startWait(waitMs: number, signal: AbortSignal): Wait {
	const reportingMs = Math.min(REPORTING_MS, waitMs * REPORTING_SHARE);
	const endMs = performance.now() + waitMs - reportingMs;
	return {
		over: pause(waitMs, signal),
		limit(ownMs) {
			// Whole tenths of a second, as messages say how long it was.
			const leftMs = Math.floor((endMs - performance.now()) / 100) * 100;
			return leftMs < SHORTEST_MS || ownMs <= leftMs
				? { timeoutMs: ownMs, setBy: "itself" }
				: { timeoutMs: leftMs, setBy: "wait" };
		},
	};
}

/** A source for a wait. Its limits are read as each connection and each question begins. */
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
