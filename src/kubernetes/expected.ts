import type { Pod } from "./pod.ts";

/** Whether a pod is expected to serve, so that not reaching it is a fault. A pod that terminates or has done its work is not. */
export function isExpectedToServe(pod: Pod): boolean {
	return !pod.terminating && !isOver(pod);
}

/** Whether a pod has ended (a Job's, an evicted one). */
export function isOver({ phase }: Pod): boolean {
	return phase === "Succeeded" || phase === "Failed";
}
