import { API_VERSION } from "../../cli/api-version.ts";
import { isAddress } from "../../cli/endpoint-target.ts";
import { podKey } from "../../cli/pod-name.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { answerChanges } from "./answer-changes.ts";
import type { AnswerFact, HealthFact } from "./facts.ts";
import { type Change, type HealthChange, podChange } from "./health-change.ts";
import type { AskedServices } from "./questions.ts";
import { type HealthState, isStale, type PodState } from "./state.ts";
import {
	completeChanges,
	followingChange,
	interruptedChange,
	lackingChange,
	shortChange,
} from "./target-changes.ts";

/**
 * Returns the changes that a fact makes to the state before it, its own change first. Returns none for a fact that need not be
 * reported, such as a stale one.
 */
export function changesOf(
	before: HealthState,
	fact: HealthFact,
	time: string,
	asked: AskedServices,
): readonly HealthChange[] {
	if (isStale(before, fact)) return [];
	const changes =
		fact.kind === "answer"
			? answerChanges(before.pods.get(fact.pod), fact, asked)
			: otherChanges(before, fact);
	return changes.map((change) => ({
		apiVersion: API_VERSION,
		kind: "HealthChange",
		time,
		...change,
	}));
}

function otherChanges(
	before: HealthState,
	fact: Exclude<HealthFact, AnswerFact>,
): readonly Change[] {
	const change = otherChange(before, fact);
	return [
		...(change === undefined ? [] : [change]),
		...(fact.kind === "targets-without-pods"
			? completeChanges(before, fact.targets)
			: []),
	];
}

function otherChange(
	before: HealthState,
	fact: Exclude<HealthFact, AnswerFact>,
): Change | undefined {
	switch (fact.kind) {
		case "target":
			return targetChange(
				before.pods.get(podKey(fact.target.pod)),
				fact.target,
			);
		case "target-gone":
			return {
				...podChange(fact.pod),
				from: kubernetesView(before.pods.get(fact.pod)?.target),
				to: "gone",
			};
		case "unreachable":
		case "disconnected":
			return {
				...podChange(fact.pod),
				about: "connection",
				from: connectionWord(before.pods.get(fact.pod)),
				to: "UNREACHABLE",
				message: fact.failure.message,
			};
		case "targets-without-pods":
			return lackingChange(before.targetsWithoutPods, fact.targets);
		case "target-short":
			return shortChange(before, fact.origin);
		case "targets-interrupted":
			return interruptedChange(before, fact.failure.message);
		case "targets-complete":
			return followingChange(before);
		case "connected":
		case "services":
		case "services-unknown":
		case "time-up":
			return undefined;
	}
}

function targetChange(
	before: PodState | undefined,
	target: PodTarget,
): Change | undefined {
	const to = kubernetesView(target);
	if (to === null) return undefined;
	const from = kubernetesView(before?.target);
	const replaced =
		before !== undefined && before.target.pod.uid !== target.pod.uid;
	const why = target.pod.trouble?.message;
	const isKnown =
		why === undefined || why === before?.target.pod.trouble?.message;
	if (from === to && isKnown && !replaced) return undefined;
	return {
		...podChange(podKey(target.pod)),
		from: replaced ? "gone" : from,
		to,
		...(why === undefined ? {} : { message: why }),
	};
}

/**
 * Returns what kubectl's READY and STATUS columns say, such as `1/1 Running`. Null for an address, which Kubernetes does not know.
 */
function kubernetesView(target: PodTarget | undefined): string | null {
	if (target === undefined || isAddress(target.pod)) return null;
	const { readyContainers, totalContainers, status } = target.pod;
	return `${readyContainers}/${totalContainers} ${status}`;
}

function connectionWord(pod: PodState | undefined): string | null {
	if (pod === undefined || pod.connection.kind === "pending") return null;
	return pod.connection.kind === "connected" ? "connected" : "UNREACHABLE";
}
