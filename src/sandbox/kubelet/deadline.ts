/** A deadline that can only be moved closer: the end of a pod's grace period. */
export type Deadline = {
	/** Aborts at the deadline. */
	readonly signal: AbortSignal;
	remainingMs(): number;
	/** Moves the deadline to at most `ms` from now. */
	shorten(ms: number): void;
	cancel(): void;
};

/** Creates a deadline `ms` from now. */
export function createDeadline(ms: number): Deadline {
	const expiry = new AbortController();
	let at = Date.now() + ms;
	let timer = setTimeout(() => expiry.abort(), ms);
	return {
		signal: expiry.signal,
		remainingMs: () => Math.max(0, at - Date.now()),
		shorten: (nextMs) => {
			if (Date.now() + nextMs >= at) return;
			at = Date.now() + nextMs;
			clearTimeout(timer);
			timer = setTimeout(() => expiry.abort(), nextMs);
		},
		cancel: () => clearTimeout(timer),
	};
}
