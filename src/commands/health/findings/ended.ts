import type { Finding } from "../../../findings/finding.ts";
import { isExpectedToServe } from "../../../kubernetes/expected.ts";
import type { Pod } from "../../../kubernetes/pod.ts";
import { shellWord } from "../../../shell-word.ts";
import type { PodState } from "../state.ts";
import { notRunning } from "./port.ts";
import { workloadKey } from "./siblings.ts";

/** The other pods beside one that ends or has ended: some are `expected` to serve, or one of the same Job has `completed`. */
export type Others = "expected" | "completed" | "none";

/** Returns a function that classifies the pods beside a given one. */
export function othersBeside(
	pods: readonly PodState[],
): (pod: PodState) => Others {
	if (pods.some(({ target }) => isExpectedToServe(target.pod)))
		return () => "expected";
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

/** KG114 for a pod that failed, such as an evicted one. There is none for a pod that completed, or while other pods are expected to serve. */
export function endedFindings(
	{ target: { pod } }: PodState,
	others: Others,
): Finding[] {
	if (others === "expected" || pod.phase !== "Failed" || pod.terminating)
		return [];
	const found = notRunning(pod, pod.unreachable ?? pod.status);
	return [others === "completed" ? triedAgain(found, pod) : found];
}

/** A Job replaces a failed pod with another one. Only the Job knows how many pods have to complete. */
const triedAgain = (found: Finding, { workload, namespace }: Pod): Finding => ({
	...found,
	severity: "info",
	message: `${found.message} Another pod of ${workload} has completed.`,
	fix: `whether that was enough: kubectl get ${shellWord(workload)} -n ${shellWord(namespace)}`,
});
