import { refuseIfForbidden } from "../../cli/missing-right.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import type { HealthState } from "./state.ts";

/**
 * Looks whether a missing right is all there is to tell, once all pods are known. An API server that has just started refuses for a
 * moment what it will allow, so a right that was there once is not missing.
 * @throws PluginError `forbidden`
 */
export function refuseIfUnreached(state: HealthState): void {
	for (const { reached } of state.values()) if (reached === "once") return;
	const pods = [...state.values()].filter(({ target }) => canBeAsked(target));
	refuseIfForbidden(
		pods.map(({ connection }) =>
			connection.kind === "unreachable" ? connection.failure : undefined,
		),
	);
}
