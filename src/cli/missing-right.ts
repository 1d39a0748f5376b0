import { errorOf, type FailureFact } from "./recording/failure.ts";

/**
 * One missing right is one error, not a table of rows that all say the same.
 * @param asked how each pod that was asked failed; undefined for one that did not, or is not known yet
 * @throws PluginError `forbidden` when that kept every one of them from being reached
 */
export function refuseIfForbidden(
	asked: readonly (FailureFact | undefined)[],
): void {
	const [first] = asked;
	if (
		first !== undefined &&
		asked.every((failure) => failure?.code === "forbidden")
	)
		throw errorOf(first);
}
