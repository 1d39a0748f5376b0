import type {
	ContainerState,
	ContainerStatusObject,
} from "../../objects/container-status.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { Pod } from "../../pod.ts";
import { restartableInitNames } from "./containers.ts";

type Printed = Pick<
	Pod,
	"status" | "readyContainers" | "totalContainers" | "restarts"
>;

/** The state of the walk over the container statuses. */
type Tally = {
	readonly reason: string;
	readonly ready: number;
	readonly restarts: number;
};

/**
 * Returns the STATUS, READY and RESTARTS columns of `kubectl get pods`. No API field has them, so this follows the rules of the API
 * server's printer (kubernetes 1.37, pkg/printers/internalversion/printers.go, printPod).
 */
export function podStatus(pod: PodObject): Printed {
	const restartable = restartableInitNames(pod);
	const init = initTally(pod, restartable);
	const isInitialised =
		init.at === "finished" || hasCondition(pod, "Initialized");
	const tally = isInitialised ? mainTally(pod, init) : init;
	return {
		status: deletionReason(pod) ?? tally.reason,
		readyContainers: tally.ready,
		totalContainers: (pod.spec?.containers.length ?? 0) + restartable.size,
		restarts: tally.restarts,
	};
}

/** Whether a condition of a pod is True. */
export const hasCondition = (pod: PodObject, type: string): boolean =>
	pod.status?.conditions?.find((condition) => condition.type === type)
		?.status === "True";

function phaseReason(pod: PodObject): string {
	const isGated = pod.status?.conditions?.some(
		({ type, reason }) =>
			type === "PodScheduled" && reason === "SchedulingGated",
	);
	if (isGated) return "SchedulingGated";
	return pod.status?.reason || (pod.status?.phase ?? "");
}

type InitTally = Tally & {
	readonly at: "initialising" | "finished";
	/** Restarts of sidecars alone. Once the pod is initialised, the printer drops those of the other init containers. */
	readonly sidecarRestarts: number;
};

function initTally(
	pod: PodObject,
	restartable: ReadonlySet<string>,
): InitTally {
	let tally = {
		reason: phaseReason(pod),
		ready: 0,
		restarts: 0,
		sidecarRestarts: 0,
	};
	for (const [index, status] of (
		pod.status?.initContainerStatuses ?? []
	).entries()) {
		const isSidecar = restartable.has(status.name);
		tally = {
			...tally,
			restarts: tally.restarts + status.restartCount,
			sidecarRestarts:
				tally.sidecarRestarts + (isSidecar ? status.restartCount : 0),
		};
		if (status.state?.terminated?.exitCode === 0) continue;
		if (!isSidecar || status.started !== true) {
			const total = pod.spec?.initContainers?.length ?? 0;
			const reason = initReason(status.state, `${index}/${total}`);
			return { ...tally, reason: `Init:${reason}`, at: "initialising" };
		}
		if (status.ready) tally = { ...tally, ready: tally.ready + 1 };
	}
	return { ...tally, at: "finished" };
}

function initReason(
	state: ContainerState | undefined,
	progress: string,
): string {
	if (state?.terminated) return terminatedReason(state.terminated);
	const waiting = state?.waiting?.reason;
	return waiting && waiting !== "PodInitializing" ? waiting : progress;
}

type Terminated = NonNullable<ContainerState["terminated"]>;

function terminatedReason({ reason, signal, exitCode }: Terminated): string {
	if (reason) return reason;
	return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** The printer walks backwards and overwrites, so the reason of the first container in the spec that has one wins. */
function mainTally(pod: PodObject, init: InitTally): Tally {
	const statuses = pod.status?.containerStatuses ?? [];
	const isServing = (status: ContainerStatusObject) =>
		containerReason(status) === undefined &&
		status.ready &&
		status.state?.running !== undefined;
	const ready = statuses.filter(isServing).length;
	const reason =
		statuses.map(containerReason).find((text) => text !== undefined) ??
		init.reason;
	return {
		reason: reason === "Completed" ? completedReason(pod, ready) : reason,
		ready: init.ready + ready,
		restarts:
			init.sidecarRestarts +
			statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
	};
}

function containerReason({ state }: ContainerStatusObject): string | undefined {
	if (state?.waiting?.reason) return state.waiting.reason;
	return state?.terminated && terminatedReason(state.terminated);
}

/** Returns the status of a pod with a completed container, from its other containers. Failed ones count from 1.37 on. */
function completedReason(pod: PodObject, ready: number): string {
	if (ready > 0 && hasCondition(pod, "Ready")) return "Running";
	const failed = pod.status?.containerStatuses?.find(
		({ state }) => !state?.waiting?.reason && state?.terminated?.exitCode,
	);
	if (failed?.state?.terminated)
		return terminatedReason(failed.state.terminated);
	return ready > 0 ? "NotReady" : "Completed";
}

function deletionReason(pod: PodObject): string | undefined {
	if (pod.metadata?.deletionTimestamp === undefined) return undefined;
	// The node lifecycle controller writes NodeLost when the kubelet has stopped answering.
	if (pod.status?.reason === "NodeLost") return "Unknown";
	const isOver = ["Succeeded", "Failed"].includes(pod.status?.phase ?? "");
	return isOver ? undefined : "Terminating";
}
