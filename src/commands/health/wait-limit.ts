import type { Source } from "./source.ts";

/** Left at the end of a wait to tell what was found out, in milliseconds: a server that is silent is made one more request, of half a second. */
const TELLING_MS = 1_000;
/**
 * What has less time than this is not held to it, in milliseconds: that nothing came meanwhile would say nothing of a server whose probes
 * succeed, as the kubelet gives them a second by default (timeoutSeconds).
 */
const SHORTEST_MS = 1_000;

/**
 * Gives, for a wait of so many milliseconds from now on, how long what begins may take that has `ownMs` by itself: what does not come in
 * time is to be told before the wait is over.
 */
export function waitLimit(waitMs: number): (ownMs: number) => number {
	const endMs = performance.now() + waitMs - TELLING_MS;
	return (ownMs) => {
		// Whole tenths of a second, as messages say how long it was.
		const leftMs = Math.floor((endMs - performance.now()) / 100) * 100;
		return leftMs < SHORTEST_MS ? ownMs : Math.min(ownMs, leftMs);
	};
}

/** A source for a wait of so many milliseconds from now on. Its limits are read as each connection and each question begins. */
export function withinWait(source: Source, waitMs: number): Source {
	const limit = waitLimit(waitMs);
	const { connect, questions } = source;
	return {
		...source,
		connect: {
			...connect,
			get connectTimeoutMs() {
				return limit(connect.connectTimeoutMs);
			},
		},
		questions: {
			...questions,
			get rpcTimeoutMs() {
				return limit(questions.rpcTimeoutMs);
			},
		},
	};
}
