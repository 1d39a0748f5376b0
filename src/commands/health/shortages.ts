import { type PodKey, podKey } from "../../cli/pod-name.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import type { HealthFact, TargetWithoutPods } from "./facts.ts";

/**
 * How long a target must have too few pods, or none for another reason than at first, before that is reported, in milliseconds. In a
 * rollout a workload lacks each deleted pod until its controller has created the next one, and one that is scaled up from 0 all of them.
 */
const LASTING_MS = 5_000;

/** Receives what happens to pods and targets, and reports the targets that have had too few pods for a while. */
export type Shortages = {
	readonly seePod: (target: PodTarget) => void;
	readonly seeGone: (pod: PodKey) => void;
	readonly seeLacking: (
		targets: readonly Pick<TargetWithoutPods, "origin" | "pods" | "message">[],
	) => void;
	readonly end: () => void;
};

/**
 * Reports a shortage after it has lasted for a while. While a pod of the target is Terminating the time does not count: a StatefulSet reuses
 * its name for the next one, and a Deployment with the strategy Recreate waits until the last one is gone.
 */
export function watchShortages(tell: (fact: HealthFact) => void): Shortages {
	const leaving = new Map<PodKey, string>();
	const timers = new Map<string, NodeJS.Timeout>();
	let firstReasons: ReadonlyMap<string, string> = new Map();
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
			firstReasons = new Map(
				targets
					.filter(({ pods }) => pods === undefined)
					.map(({ origin, message }) => [
						origin,
						firstReasons.get(origin) ?? message,
					]),
			);
			const short = new Set(
				targets
					.filter(({ origin, message }) => firstReasons.get(origin) !== message)
					.map(({ origin }) => origin),
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
