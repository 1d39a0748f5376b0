import { refuseIfForbidden } from "../../cli/missing-right.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { HealthFact } from "./facts.ts";
import type { HealthState } from "./state.ts";

/**
 * Checks, once all pods are known, whether a missing permission is the only reason why no pod was reached.
 * @throws PluginError `forbidden` if it is
 */
export function refuseIfUnreached(state: HealthState): void {
	refuseIfForbidden(failuresOf(state));
}

function* failuresOf(state: HealthState): Generator<FailureFact | undefined> {
	for (const { target, connection } of state.pods.values())
		if (canBeAsked(target))
			yield connection.kind === "unreachable" ? connection.failure : undefined;
}

/**
 * Returns a function that makes this check after each fact of a run, until a pod was reached. An API server that has just started
 * may refuse for a moment what it will allow later, so a permission that worked once is not missing.
 */
export function refuseWhileUnreached(): (
	state: HealthState,
	fact: HealthFact,
) => void {
	let pods: "some" | "all" = "some";
	let reached: "none" | "one" = "none";
	return (state, { kind }) => {
		if (kind === "targets-complete") pods = "all";
		if (kind === "connected") reached = "one";
		if (pods === "all" && reached === "none") refuseIfUnreached(state);
	};
}
