import { isTrue } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";

/** Neither finished nor being deleted: what counts against the wanted number. */
export function isActive(pod: Pod): boolean {
	return !isFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** The pod's Ready condition. */
export function isReady(pod: Pod): boolean {
	return isTrue(pod.status.conditions, "Ready");
}

/** The order in which surplus pods go: unscheduled, then not ready, then the youngest (pkg/controller ActivePods). */
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
