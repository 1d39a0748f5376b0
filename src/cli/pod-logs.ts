import type { EndedContainer, Pod } from "../kubernetes/pod.ts";
import { podWords } from "../kubernetes/pod-words.ts";
import { shellWord } from "../shell-word.ts";

/**
 * Returns what shows why a pod does not run: the log of its ended container, its events, or its lost node. A container that a probe
 * may have ended comes with both commands, since only the events name the probe.
 */
export function lookInto(
	pod: LoggedPod & Pick<Pod, "ended" | "phase" | "node">,
): string {
	const { ended, phase, node } = pod;
	if (phase === "Unknown" && node !== undefined)
		return `kubectl describe node ${shellWord(node)}`;
	const events = `kubectl describe pod ${podWords(pod)}`;
	if (ended === undefined) return events;
	const run = ended.run === "previous" ? " --previous" : "";
	const log = `${logsOf(pod, ended.name)}${run}`;
	const probes = probesThatMayEnd(pod, ended);
	return probes === ""
		? log
		: `its events say whether its ${probes} probe ended it: ${events}; its log what it did: ${log}`;
}

/**
 * Exit codes of a container that the kubelet has stopped: it closed in order, or was killed by SIGKILL or SIGTERM. A Go program that
 * does not handle SIGTERM ends with 2 as process 1 (runtime.dieFromSignal), because the kernel spares that process.
 */
const STOPPED_CODES: readonly number[] = [0, 2, 137, 143];

/** Returns the names of the probes that may have ended a container; empty if none can have, or something else did. */
function probesThatMayEnd(
	{ containers, phase }: Pick<Pod, "containers" | "phase">,
	{ name, exitCode, reason }: EndedContainer,
): string {
	// A failed pod was more likely evicted, or was stopped by a deadline.
	if (phase === "Failed" || reason === "OOMKilled") return "";
	if (!STOPPED_CODES.includes(exitCode)) return "";
	const ended = containers.find((container) => container.name === name);
	return (["startup", "liveness"] as const)
		.filter((type) => ended !== undefined && ended[type].kind !== "none")
		.join(" or ");
}

type LoggedPod = Pick<Pod, "name" | "namespace" | "containers">;

/** Returns the command for the log of a container. It names the container when the pod has others. */
export function logsOf(pod: LoggedPod, container: string | undefined): string {
	const isOnly = pod.containers.every(({ name }) => name === container);
	const chosen =
		container === undefined || isOnly ? "" : ` -c ${shellWord(container)}`;
	return `kubectl logs ${podWords(pod)}${chosen}`;
}
