import { type Condition, withCondition } from "../objects/metadata.ts";
import {
	type ContainerStatus,
	isSidecar,
	type Pod,
	type PodPhase,
	type PodStatus,
} from "../objects/pod.ts";

/** What determines a pod's status. */
type PodFacts = {
	readonly initContainerStatuses: readonly ContainerStatus[];
	readonly containerStatuses: readonly ContainerStatus[];
	readonly podIp: string;
	readonly hostIp: string;
	readonly startTime: string;
	/** `over` when no container will be started again, whatever the restart policy. */
	readonly life: "going-on" | "over";
};

/** Returns the status that the kubelet writes (pkg/kubelet/kubelet_pods.go, pkg/kubelet/status/generate.go). */
export function podStatus(pod: Pod, facts: PodFacts): PodStatus {
	const { initContainerStatuses, containerStatuses, podIp, hostIp } = facts;
	const phase = phaseOf(pod, facts);
	return {
		...pod.status,
		observedGeneration: pod.metadata.generation ?? 1,
		phase,
		conditions: conditionsOf(pod, facts, phase),
		hostIP: hostIp,
		hostIPs: [{ ip: hostIp }],
		podIP: podIp,
		podIPs: [{ ip: podIp }],
		startTime: facts.startTime,
		...(initContainerStatuses.length > 0 ? { initContainerStatuses } : {}),
		containerStatuses,
	};
}

function phaseOf({ spec, status }: Pod, facts: PodFacts): PodPhase {
	if (status.phase === "Succeeded" || status.phase === "Failed")
		return status.phase;
	const { containerStatuses } = facts;
	const exits = containerStatuses.flatMap(({ state }) =>
		"terminated" in state ? [state.terminated.exitCode] : [],
	);
	const companions = facts.initContainerStatuses.some(
		({ state }) => "running" in state,
	);
	const allEnded = exits.length === containerStatuses.length && !companions;
	const verdict = exits.every((code) => code === 0) ? "Succeeded" : "Failed";
	if (facts.life === "over" && exits.length > 0 && allEnded) return verdict;
	const failedInit = facts.initContainerStatuses.some(
		({ state }) => "terminated" in state && state.terminated.exitCode !== 0,
	);
	if (failedInit && spec.restartPolicy === "Never") return "Failed";
	if (allEnded && spec.restartPolicy === "Never") return verdict;
	if (allEnded && spec.restartPolicy === "OnFailure" && verdict === "Succeeded")
		return verdict;
	return hasBegun(facts) ? "Running" : "Pending";
}

/** Returns whether any application container has ever run. */
function hasBegun({ containerStatuses }: PodFacts): boolean {
	return containerStatuses.some(
		({ state, lastState }) => !("waiting" in state) || lastState.terminated,
	);
}

/** Returns whether a status belongs to a sidecar. */
function isSidecarStatus({ spec }: Pod, { name }: ContainerStatus): boolean {
	return (spec.initContainers ?? []).some(
		(container) => container.name === name && isSidecar(container),
	);
}

function conditionsOf(
	pod: Pod,
	facts: PodFacts,
	phase: PodPhase,
): readonly Condition[] {
	const ready = readiness(pod, facts, phase);
	const observedGeneration = pod.metadata.generation ?? 1;
	const kubelets: readonly Omit<Condition, "lastTransitionTime">[] = [
		{
			type: "PodReadyToStartContainers",
			status: phase === "Succeeded" || phase === "Failed" ? "False" : "True",
		},
		initialized(pod, facts, phase),
		{ ...gated(pod, ready), type: "Ready" },
		{ ...ready, type: "ContainersReady" },
		{ type: "PodScheduled", status: "True" },
	];
	const before = pod.status.conditions ?? [];
	const others = before.filter(
		({ type }) => !kubelets.some((condition) => condition.type === type),
	);
	const own = kubelets.flatMap((condition) =>
		withCondition(before, {
			lastProbeTime: null,
			observedGeneration,
			...condition,
		}).filter(({ type }) => type === condition.type),
	);
	return [...others, ...own];
}

type Verdict = Omit<Condition, "type" | "lastTransitionTime">;

function readiness(pod: Pod, facts: PodFacts, phase: PodPhase): Verdict {
	if (phase === "Succeeded") return { status: "False", reason: "PodCompleted" };
	if (phase === "Failed") return { status: "False", reason: "PodFailed" };
	const unready = [
		...facts.initContainerStatuses.filter((status) =>
			isSidecarStatus(pod, status),
		),
		...facts.containerStatuses,
	].filter(({ ready }) => !ready);
	if (unready.length === 0) return { status: "True" };
	return {
		status: "False",
		reason: "ContainersNotReady",
		message: `containers with unready status: ${nameList(unready)}`,
	};
}

/** Applies the readiness gates: conditions that other controllers must set to True. */
function gated({ spec, status }: Pod, ready: Verdict): Verdict {
	if (ready.status !== "True") return ready;
	const missing = (spec.readinessGates ?? []).filter(
		({ conditionType }) =>
			!status.conditions?.some(
				({ type, status: value }) => type === conditionType && value === "True",
			),
	);
	if (missing.length === 0) return ready;
	return {
		status: "False",
		reason: "ReadinessGatesNotReady",
		message: missing
			.map(
				({ conditionType }) =>
					`corresponding condition of pod readiness gate "${conditionType}" does not exist.`,
			)
			.join(", "),
	};
}

function initialized(
	pod: Pod,
	facts: PodFacts,
	phase: PodPhase,
): Omit<Condition, "lastTransitionTime"> {
	const type = "Initialized";
	if (phase === "Succeeded")
		return { type, status: "True", reason: "PodCompleted" };
	const incomplete = facts.initContainerStatuses.filter((status) => {
		const { state, started } = status;
		return isSidecarStatus(pod, status)
			? !started
			: !("terminated" in state && state.terminated.exitCode === 0);
	});
	if (hasBegun(facts) || incomplete.length === 0)
		return { type, status: "True" };
	return {
		type,
		status: "False",
		reason: "ContainersNotInitialized",
		message: `containers with incomplete status: ${nameList(incomplete)}`,
	};
}

/** Returns names as Go prints a list of strings. */
function nameList(statuses: readonly ContainerStatus[]): string {
	return `[${statuses.map(({ name }) => name).join(" ")}]`;
}
