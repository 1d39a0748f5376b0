/** The value of one of several that were asked together and all awaited. @throws what it was refused with: taken in the order asked, the first refusal is told */
export function fulfilled<T>(outcome: PromiseSettledResult<T>): T {
	if (outcome.status === "rejected") throw outcome.reason;
	return outcome.value;
}
