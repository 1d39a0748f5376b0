/** A moment that can only be brought nearer: the end of a pod's grace. */
export type Deadline = {
	/** Aborts at the moment. */
	readonly signal: AbortSignal;
	remainingMs(): number;
	/** Brings the moment to at most this far from now. */
	shorten(ms: number): void;
	cancel(): void;
};

/** A deadline `ms` from now. */
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
