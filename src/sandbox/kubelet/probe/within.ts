import { pause } from "../../../abort.ts";
import { asError } from "../../../errors.ts";

/** The result of an attempt with a deadline. */
type Outcome<T> =
	| { readonly kind: "done"; readonly value: T }
	| { readonly kind: "failed"; readonly error: Error }
	| { readonly kind: "timeout" };

/** Runs an attempt for at most `timeoutMs`. After that its signal aborts, and its result is ignored. */
export async function within<T>(
	timeoutMs: number,
	attempt: (signal: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
	const deadline = new AbortController();
	const expiry = pause(timeoutMs, deadline.signal).then(
		(): Outcome<T> => ({ kind: "timeout" }),
	);
	const attempted = attempt(deadline.signal).then(
		(value): Outcome<T> => ({ kind: "done", value }),
		(error: unknown): Outcome<T> => ({
			kind: "failed",
			error: asError(error),
		}),
	);
	try {
		return await Promise.race([attempted, expiry]);
	} finally {
		deadline.abort();
	}
}
