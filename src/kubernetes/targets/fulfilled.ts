/**
 * Returns the value of one of several promises that were awaited together.
 * @throws the reason of its rejection; callers ask in order, so the first rejection counts
 */
export function fulfilled<T>(outcome: PromiseSettledResult<T>): T {
	if (outcome.status === "rejected") throw outcome.reason;
	return outcome.value;
}
