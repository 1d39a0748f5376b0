import { errorOf, type FailureFact } from "./recording/failure.ts";

/**
 * One missing right is one error, not a table of rows that all say the same.
 * @param asked how each pod that was asked failed; undefined for one that did not, or is not known yet
 * @throws PluginError `forbidden` when that kept every one of them from being reached, for one reason
 */
export function refuseIfForbidden(
	asked: Iterable<FailureFact | undefined>,
): void {
	let first: FailureFact | undefined;
	for (const failure of asked) {
		if (failure?.code !== "forbidden") return;
		first ??= failure;
		if (failure.message !== first.message) return;
	}
	if (first !== undefined) throw errorOf(first);
}
