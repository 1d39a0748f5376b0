import { type PodKey, podKey } from "../../cli/pod-name.ts";
import type { HealthState, PodState } from "./state.ts";

/** How long a wait took, in milliseconds. */
export type Waited = {
	/** Until a service of a pod served; undefined if it does not serve. */
	readonly untilServing: (
		pod: { readonly namespace: string; readonly name: string },
		service: string,
	) => number | undefined;
	readonly wholeMs: number;
};

/** Since when each service serves, in milliseconds since the start of the run. */
export type ServingTimes = Pick<Waited, "untilServing"> & {
	/** Updates the times of the pod that a fact was about, which was seen at `atMs`. */
	readonly update: (
		state: HealthState,
		pod: PodKey | undefined,
		atMs: number,
	) => void;
};

/** Returns the times of services that serve; none yet. */
export function servingTimes(): ServingTimes {
	const times = new Map<PodKey, ReadonlyMap<string, number>>();
	return {
		update(state, key, atMs) {
			if (key === undefined) return;
			const pod = state.pods.get(key);
			if (pod === undefined) return void times.delete(key);
			const before = times.get(key);
			const now = servingOf(pod).map(
				(service) => [service, before?.get(service) ?? atMs] as const,
			);
			times.set(key, new Map(now));
		},
		untilServing: (pod, service) => times.get(podKey(pod))?.get(service),
	};
}

const servingOf = ({ services }: PodState): readonly string[] =>
	[...services.values()]
		.filter(
			({ answer }) => answer.kind === "answered" && answer.status === "SERVING",
		)
		.map(({ service }) => service);
