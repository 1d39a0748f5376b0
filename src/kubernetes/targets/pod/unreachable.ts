import type {
	ContainerStatusObject,
	WaitingState,
} from "../../objects/container-status.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { EndedContainer, PodTrouble } from "../../pod.ts";
import { quote } from "../../quote.ts";
import { restartableInitNames } from "./containers.ts";

/**
 * Returns why no port-forward to this pod can work, as a clause that begins with the pod's status; undefined when one can. A pod that
 * is Terminating or not Ready can still be reached while one of its containers runs.
 */
export function unreachableReason(
	pod: PodObject,
	status: string,
): string | undefined {
	const reason = missingGround(pod);
	if (reason === undefined) return undefined;
	return status === "" ? reason : `${status}: ${reason}`;
}

/** The reasons with which containerd and Docker report that a container never began. It has no log then. */
const NEVER_BEGAN: ReadonlySet<string> = new Set([
	"StartError",
	"ContainerCannotRun",
]);

/**
 * Returns the container that ended and so keeps a pod, or a part of it, from running. Undefined when there is none, when it never
 * began, when the pod did its work, and when its node is lost with the log.
 */
export function endedContainer(pod: PodObject): EndedContainer | undefined {
	const phase = pod.status?.phase;
	if (phase === "Succeeded" || isNodeLost(pod)) return undefined;
	const found =
		phase === "Failed"
			? failedContainer(pod)
			: (stoppedContainer(pod) ?? unfinishedContainer(pod));
	if (found === undefined) return undefined;
	const { name, state, lastState } = found;
	const end = state?.terminated ?? lastState?.terminated;
	if (end === undefined || NEVER_BEGAN.has(end.reason ?? "")) return undefined;
	const { exitCode, reason } = end;
	return {
		name,
		run: state?.terminated ? "last" : "previous",
		exitCode,
		reason,
	};
}

function missingGround(pod: PodObject): string | undefined {
	const { phase } = pod.status ?? {};
	if (phase === "Succeeded") return "its containers have ended";
	const trouble = podTrouble(pod)?.message;
	if (phase === "Failed") return trouble;
	if (!pod.spec?.nodeName) return trouble ?? "it has no node yet";
	if (isNodeLost(pod)) return trouble;
	return runsNothing(pod) ? notRunning(pod) : undefined;
}

/**
 * Returns why a pod, or one of its containers, does not run: the message of the scheduler or the kubelet, or how the container ended.
 * Undefined when nobody has reported a reason, and for a pod that did its work.
 */
export function podTrouble(pod: PodObject): PodTrouble | undefined {
	const { phase, message } = pod.status ?? {};
	if (phase === "Succeeded") return undefined;
	if (phase === "Failed")
		return troubleOfAll(
			bounded(message) ??
				conditionMessage(pod, "DisruptionTarget") ??
				failure(pod),
		);
	if (!pod.spec?.nodeName)
		return troubleOfAll(conditionMessage(pod, "PodScheduled"));
	if (isNodeLost(pod))
		return troubleOfAll(`its node ${pod.spec.nodeName} does not answer`);
	const stopped = stoppedContainer(pod);
	return stopped && { container: stopped.name, message: stoppedText(stopped) };
}

const troubleOfAll = (message: string | undefined): PodTrouble | undefined =>
	message === undefined ? undefined : { container: undefined, message };

const isNodeLost = ({ metadata, status }: PodObject): boolean =>
	status?.phase === "Unknown" ||
	(status?.reason === "NodeLost" && metadata?.deletionTimestamp !== undefined);

/**
 * Returns the message of a condition: `PodScheduled` says why a pod has no node, `DisruptionTarget` what made it go, such as an
 * eviction, a preemption or a node that is gone (KEP-3329).
 */
function conditionMessage(
	pod: PodObject,
	type: "PodScheduled" | "DisruptionTarget",
): string | undefined {
	const condition = pod.status?.conditions?.find((one) => one.type === type);
	return bounded(condition?.message);
}

function runsNothing(pod: PodObject): boolean {
	const {
		containerStatuses,
		initContainerStatuses = [],
		phase,
	} = pod.status ?? {};
	// The kubelet has not fully reported a Running pod without statuses, so it is worth a try.
	if (containerStatuses === undefined) return phase !== "Running";
	const sidecars = restartableInitNames(pod);
	return ![
		...containerStatuses,
		...initContainerStatuses.filter(({ name }) => sidecars.has(name)),
	].some(({ state }) => state?.running !== undefined && state.running !== null);
}

function notRunning(pod: PodObject): string {
	const stopped = stoppedContainer(pod);
	if (stopped !== undefined) return stoppedText(stopped);
	const unfinished = unfinishedContainer(pod);
	return unfinished === undefined
		? "no container has started yet"
		: `init container ${unfinished.name} has not finished`;
}

function stoppedText(stopped: ContainerStatusObject): string {
	const { name, state } = stopped;
	const detail = waitingDetail(state?.waiting);
	return [`container ${name} is not running`, lastExit(stopped), detail]
		.filter((part) => part !== undefined)
		.join(", ");
}

/** Returns what the kubelet waits for, without a crash loop's back-off time, which differs for each pod and does not help. */
const waitingDetail = (waiting: WaitingState | undefined) =>
	waiting?.reason === "CrashLoopBackOff"
		? undefined
		: bounded(waiting?.message);

/** Returns the first container that should run and does not. */
function stoppedContainer({
	spec,
	status,
}: PodObject): ContainerStatusObject | undefined {
	const { containerStatuses = [], initContainerStatuses = [] } = status ?? {};
	const isRestarted = (spec?.restartPolicy ?? "Always") === "Always";
	return (
		initContainerStatuses.find((one) => isStopped(one) && !isDone(one)) ??
		containerStatuses.find(
			(one) => isStopped(one) && (isRestarted || !isDone(one)),
		)
	);
}

/** Whether a container has stopped. An empty waiting reason, PodInitializing and ContainerCreating alone do not mean that. */
function isStopped({ state }: ContainerStatusObject): boolean {
	if (state?.terminated) return true;
	return (
		!state?.running &&
		!["", "PodInitializing", "ContainerCreating"].includes(
			state?.waiting?.reason ?? "",
		)
	);
}

/** Whether a container did its work, if it need not run for good. */
const isDone = ({ state }: ContainerStatusObject): boolean =>
	state?.terminated?.exitCode === 0;

/** Returns the init container that the others wait for. */
function unfinishedContainer(
	pod: PodObject,
): ContainerStatusObject | undefined {
	const sidecars = restartableInitNames(pod);
	return pod.status?.initContainerStatuses?.find(
		({ name, state }) => state?.running && !sidecars.has(name),
	);
}

function failure(pod: PodObject): string {
	const failed = failedContainer(pod);
	return failed === undefined
		? "its containers have ended"
		: `container ${failed.name} ended${exitText(failed.state?.terminated?.exitCode)}`;
}

/** Returns the failed container. Init containers come last, since a native sidecar is killed once the others have ended. */
const failedContainer = ({
	status,
}: PodObject): ContainerStatusObject | undefined =>
	[
		...(status?.containerStatuses ?? []),
		...(status?.initContainerStatuses ?? []),
	].find(({ state }) => state?.terminated?.exitCode);

function lastExit({
	state,
	lastState,
}: ContainerStatusObject): string | undefined {
	const ended = state?.terminated ?? lastState?.terminated;
	return (
		ended &&
		`last ended${exitText(ended.exitCode)}${ended.reason ? ` (${ended.reason})` : ""}`
	);
}

const exitText = (code: number | undefined): string =>
	` with exit code ${code ?? "unknown"}`;

function bounded(message: string | undefined): string | undefined {
	return message ? quote(message) : undefined;
}
