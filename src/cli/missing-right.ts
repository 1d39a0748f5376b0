import { joinErrors, PluginError } from "../errors.ts";
import { errorOf, type FailureFact } from "./recording/failure.ts";

/** Reasons that are told before the rest is only counted: a right may be missing in every namespace. */
const TOLD_REASONS = 3;

/**
 * A missing right is one error, not a table of rows that all say the same; in several namespaces it is told of each.
 * @param asked how each pod that was asked failed; undefined for one that did not, or is not known yet
 * @throws PluginError `forbidden` when that kept every one of them from being reached
 */
export function refuseIfForbidden(
	asked: Iterable<FailureFact | undefined>,
): void {
	const reasons = new Map<string, FailureFact>();
	for (const failure of asked) {
		if (failure?.code !== "forbidden") return;
		reasons.set(failure.message, failure);
	}
	const told = [...reasons.values()].slice(0, TOLD_REASONS).map(errorOf);
	const left = reasons.size - told.length;
	const error = joinErrors(told);
	if (error === undefined) return;
	throw left === 0
		? error
		: new PluginError(error.code, `${error.message}; and ${left} more`, {
				hint: error.hint,
			});
}
