import type { Pod } from "../kubernetes/pod.ts";
import { podWords } from "../kubernetes/pod-words.ts";
import { shellWord } from "../shell-word.ts";

/** Returns the command that shows why a pod does not run: the log of its ended container, its events, or its lost node. */
export function lookInto(
	pod: LoggedPod & Pick<Pod, "ended" | "phase" | "node">,
): string {
	const { ended, phase, node } = pod;
	if (phase === "Unknown" && node !== undefined)
		return `kubectl describe node ${shellWord(node)}`;
	if (ended === undefined) return `kubectl describe pod ${podWords(pod)}`;
	const run = ended.run === "previous" ? " --previous" : "";
	return `${logsOf(pod, ended.name)}${run}`;
}

type LoggedPod = Pick<Pod, "name" | "namespace" | "containers">;

/** Returns the command for the log of a container. It names the container when the pod has others. */
export function logsOf(pod: LoggedPod, container: string | undefined): string {
	const isOnly = pod.containers.every(({ name }) => name === container);
	const chosen =
		container === undefined || isOnly ? "" : ` -c ${shellWord(container)}`;
	return `kubectl logs ${podWords(pod)}${chosen}`;
}
