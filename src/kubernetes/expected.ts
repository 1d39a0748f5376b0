import type { Pod } from "./pod.ts";

/** Whether a pod is missed where it cannot be asked: one that terminates, or has done its work, is not expected to serve. */
export function counts(pod: Pod): boolean {
	return !pod.terminating && !isOver(pod);
}

/** Whether a pod has done its work (a Job's, an evicted one). */
export function isOver({ phase }: Pod): boolean {
	return phase === "Succeeded" || phase === "Failed";
}
