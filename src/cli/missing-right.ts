import { joinErrors, PluginError } from "../errors.ts";
import { errorOf, type FailureFact } from "./recording/failure.ts";

/** Maximum number of reasons in the message. A right may be missing in every namespace. */
const TOLD_REASONS = 3;

/**
 * Reports a missing right as one error and not as a table of equal rows. When several namespaces are concerned, the error names each.
 * @param asked the failure of each pod; undefined for one without a failure, or not known yet
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
