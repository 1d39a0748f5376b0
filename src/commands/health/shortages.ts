import type { PodTarget } from "../../kubernetes/target.ts";
import {
	type HealthFact,
	type PodKey,
	podKey,
	type TargetWithoutPods,
} from "./facts.ts";

/**
 * How long a target has too few pods before it is told of, in milliseconds: in a rollout each pod that goes leaves its workload so until its
 * controller has made the next one.
 */
const LASTING_MS = 5_000;

/** Whoever tells of targets that have had too few pods for a while, from what is told of pods and targets. */
export type Shortages = {
	readonly seePod: (target: PodTarget) => void;
	readonly seeGone: (pod: PodKey) => void;
	readonly seeLacking: (
		targets: readonly Pick<TargetWithoutPods, "origin" | "pods">[],
	) => void;
	readonly end: () => void;
};

/**
 * Tells of a shortage once it has lasted. A pod that ends is not one as long as it is there: a StatefulSet makes the next one under its name,
 * a Deployment that recreates its pods waits for the last of them.
 */
export function watchShortages(tell: (fact: HealthFact) => void): Shortages {
	const leaving = new Map<PodKey, string>();
	const timers = new Map<string, NodeJS.Timeout>();
	const start = (origin: string) => {
		const timer = setTimeout(() => {
			if ([...leaving.values()].includes(origin)) start(origin);
			else tell({ kind: "target-short", origin });
		}, LASTING_MS);
		timers.set(origin, timer);
	};
	const stop = (origin: string) => {
		clearTimeout(timers.get(origin));
		timers.delete(origin);
	};
	return {
		seePod({ pod, origin }) {
			if (pod.terminating) leaving.set(podKey(pod), origin);
			else leaving.delete(podKey(pod));
		},
		seeGone: (pod) => void leaving.delete(pod),
		seeLacking(targets) {
			const short = new Set(
				targets.flatMap(({ origin, pods }) =>
					pods === undefined ? [] : [origin],
				),
			);
			for (const origin of [...timers.keys()])
				if (!short.has(origin)) stop(origin);
			for (const origin of short) if (!timers.has(origin)) start(origin);
		},
		end() {
			for (const origin of [...timers.keys()]) stop(origin);
		},
	};
}
