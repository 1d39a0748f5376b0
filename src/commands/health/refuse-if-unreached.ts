import { refuseIfForbidden } from "../../cli/missing-right.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { HealthFact } from "./facts.ts";
import type { HealthState } from "./state.ts";

/**
 * Looks whether a missing right is all there is to tell, once all pods are known.
 * @throws PluginError `forbidden`
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
 * Gives what looks so after each fact of a run, until a pod was reached: an API server that has just started refuses for a moment what it
 * will allow, so a right that was there once is not missing.
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
