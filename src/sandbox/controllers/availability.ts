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

/** Milliseconds until a ready pod counts as available (0: it does now); undefined while it is not ready. */
function availableInMs(pod: Pod, minReadySeconds: number): number | undefined {
	const ready = pod.status.conditions?.find(({ type }) => type === "Ready");
	if (ready?.status !== "True") return undefined;
	const since = Date.parse(ready.lastTransitionTime);
	return Math.max(0, since + minReadySeconds * 1000 - Date.now());
}

/** How many of `pods` are available now, and when to look again for the others that are ready. */
export function countAvailable(
	pods: readonly Pod[],
	minReadySeconds = 0,
): { readonly available: number; readonly againInMs: number | undefined } {
	const waits = pods
		.map((pod) => availableInMs(pod, minReadySeconds))
		.filter((wait) => wait !== undefined);
	const pending = waits.filter((wait) => wait > 0);
	return {
		available: waits.length - pending.length,
		againInMs: pending.length > 0 ? Math.min(...pending) : undefined,
	};
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
