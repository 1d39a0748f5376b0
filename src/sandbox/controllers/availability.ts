import { isTrue } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";

/** Returns whether a pod counts as a replica: it has not finished and is not being deleted. */
export function isActive(pod: Pod): boolean {
	return !isFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** Returns whether the pod's Ready condition is True. */
export function isReady(pod: Pod): boolean {
	return isTrue(pod.status.conditions, "Ready");
}

/**
 * Compares pods by the order in which surplus ones are deleted: unscheduled, then not ready, then the youngest (pkg/controller
 * ActivePods).
 */
export function bySurplus(a: Pod, b: Pod): number {
	return (
		rank(a) - rank(b) ||
		b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp) ||
		Number(b.metadata.resourceVersion) - Number(a.metadata.resourceVersion)
	);
}

function rank(pod: Pod): number {
	if (pod.spec.nodeName === undefined) return 0;
	if (pod.status.phase === "Pending") return 1;
	return isReady(pod) ? 3 : 2;
}
