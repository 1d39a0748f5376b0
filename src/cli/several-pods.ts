import { counts } from "../kubernetes/expected.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { type PodName, podNameOf } from "./pod-name.ts";

/** A pod out of several that are asked. */
export type PodOfMany = PodName & {
	/** False for a pod that is not missed where it cannot be asked: a terminating, completed or failed one. */
	readonly counted: boolean;
};

/** A pod out of several, of all that is known of it. */
export function podOfMany({ pod }: PodTarget): PodOfMany {
	return { ...podNameOf(pod), counted: counts(pod) };
}

/**
 * Those of the pods that could not be asked whose absence is a failure: the ones that count, or all where no pod was asked at all,
 * as then there is no result.
 */
export function missedOf<P extends { readonly counted: boolean }>(
	away: readonly P[],
	asked: "some" | "none",
): readonly P[] {
	return asked === "none" ? away : away.filter(({ counted }) => counted);
}
