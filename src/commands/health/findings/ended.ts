import type { Finding } from "../../../findings/finding.ts";
import { counts } from "../../../kubernetes/expected.ts";
import type { Pod } from "../../../kubernetes/pod.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { notRunning } from "./port.ts";
import { workloadKey } from "./siblings.ts";

/** What there is beside a pod that ends, or has ended: pods that are `expected` to serve, or one of its own Job that has `completed`. */
export type Others = "expected" | "completed" | "none";

/** Gives what there is beside each of these pods. */
export function othersBeside(
	pods: readonly PodState[],
): (pod: PodState) => Others {
	if (pods.some(({ target }) => counts(target.pod))) return () => "expected";
	const completed = new Set(
		pods
			.filter(
				({ target: { pod } }) => isOfJob(pod) && pod.phase === "Succeeded",
			)
			.map(workloadKey),
	);
	return (pod) => (completed.has(workloadKey(pod)) ? "completed" : "none");
}

const isOfJob = ({ workload }: Pod): boolean => workload.startsWith("job/");

/**
 * Why a pod has failed that is not missed, as one that was evicted: KG114. Of one that did its work there is nothing to say, nor where others are
 * expected to serve.
 */
export function endedFindings(
	{ target: { pod } }: PodState,
	others: Others,
): Finding[] {
	if (others === "expected" || pod.phase !== "Failed" || pod.terminating)
		return [];
	const found = notRunning(pod, pod.unreachable ?? pod.status);
	return [others === "completed" ? triedAgain(found, pod) : found];
}

/** A Job tries again with another pod; how many have to complete, it alone says. */
const triedAgain = (found: Finding, { workload, namespace }: Pod): Finding => ({
	...found,
	severity: "info",
	message: `${found.message} Another pod of ${workload} has completed.`,
	fix: `whether that was enough: kubectl get ${shellWord(workload)} -n ${shellWord(namespace)}`,
});
