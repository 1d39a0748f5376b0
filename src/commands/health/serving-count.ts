import { isExpectedToServe } from "../../kubernetes/expected.ts";
import type { PodKey } from "./facts.ts";
import { type AskedServices, checksOf, standingOf } from "./report.ts";
import type { HealthState } from "./state.ts";

/** How many of the pods that count serve, as a report's summary has it. */
export type ServingCount = {
	readonly pods: number;
	readonly serving: number;
	/** Looks at one pod again, where a fact was about one; a report of all of them for each fact would be too much for thousands. */
	readonly update: (state: HealthState, pod: PodKey | undefined) => void;
};

/** Starts with no pods. */
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
