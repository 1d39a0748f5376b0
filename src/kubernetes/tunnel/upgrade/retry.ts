import type { HttpAnswer } from "./http-answer.ts";
import { refusalOf } from "./refusal.ts";

/** Attempts of one opening, the first included. */
const MAX_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;
/** A longer Retry-After is not waited for: to say at once that the cluster is overloaded helps more. */
const LONGEST_PAUSE_MS = 5000;

/**
 * Milliseconds until the upgrade is worth another attempt, or undefined when it is not. `attempt` counts from 1, `random`
 * is from 0 to 1 and spreads the attempts for many pods. A Retry-After of the server is kept.
 */
export function retryPauseMs(
	answer: HttpAnswer,
	attempt: number,
	random: number,
): number | undefined {
	const refusal = refusalOf(answer);
	const passing = refusal === "throttled" || refusal === "server-error";
	if (!passing || attempt >= MAX_ATTEMPTS) return undefined;
	const growing = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + random);
	const pause = answer.retryAfterMs ?? growing;
	return pause <= LONGEST_PAUSE_MS ? pause : undefined;
}
