import type { PodKey } from "../../cli/pod-name.ts";
import { isExpectedToServe } from "../../kubernetes/expected.ts";
import { checksOf } from "./checks.ts";
import type { AskedServices } from "./questions.ts";
import type { HealthState } from "./state.ts";
import { standingOf } from "./verdict.ts";

/** How many pods count and how many of them serve, as in a report's summary. */
export type ServingCount = {
	readonly pods: number;
	readonly serving: number;
	/**
	 * Updates the figures for the pod that a fact was about. A whole report for each fact would take too long with thousands of pods.
	 */
	readonly update: (state: HealthState, pod: PodKey | undefined) => void;
};

/** Returns a count of serving pods that starts with no pods. */
export function countServing(services: AskedServices): ServingCount {
	const counted = new Set<PodKey>();
	const serving = new Set<PodKey>();
	return {
		get pods() {
			return counted.size;
		},
		get serving() {
			return serving.size;
		},
		update(state, key) {
			if (key === undefined) return;
			counted.delete(key);
			serving.delete(key);
			const pod = state.pods.get(key);
			if (pod === undefined || !isExpectedToServe(pod.target.pod)) return;
			counted.add(key);
			const checks = checksOf(pod, services);
			if (standingOf({ checks }) === "serving") serving.add(key);
		},
	};
}
