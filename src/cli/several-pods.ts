import { isExpectedToServe } from "../kubernetes/expected.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { type PodName, podNameOf } from "./pod-name.ts";

/** One of several pods that are asked. */
export type PodOfMany = PodName & {
	/** True for a pod that is expected to serve. False for a terminating, completed or failed pod. */
	readonly counted: boolean;
};

/** Reduces a target to the facts about one of several pods. */
export function podOfMany({ pod }: PodTarget): PodOfMany {
	return { ...podNameOf(pod), counted: isExpectedToServe(pod) };
}

/**
 * Returns the pods whose absence is a failure, of those that could not be asked: the ones that are expected to serve, or all when no
 * pod was asked, since then there is no result.
 */
export function failedPods<P extends { readonly counted: boolean }>(
	away: readonly P[],
	asked: "some" | "none",
): readonly P[] {
	return asked === "none" ? away : away.filter(({ counted }) => counted);
}
