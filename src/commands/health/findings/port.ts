import { lookInto } from "../../../cli/pod-logs.ts";
import { portRemarks } from "../../../cli/port-advice.ts";
import type { Finding } from "../../../findings/finding.ts";
import type { Pod } from "../../../kubernetes/pod.ts";
import type { PortNote } from "../../../kubernetes/target.ts";
import type { PodState } from "../state.ts";
import { sentence } from "./sentence.ts";

/** Returns the chosen port as text, or `PORT`, a placeholder in manifests, if there is none. */
export function portOf(pod: PodState): string {
	return pod.target.port.kind === "chosen"
		? String(pod.target.port.port)
		: "PORT";
}

/** Returns the findings about the port itself, before anything is asked on it: KG114, KG115 and KG118. */
export function portFindings(pod: PodState): Finding[] {
	const { pod: facts, port } = pod.target;
	if (facts.unreachable !== undefined)
		return [notRunning(facts, facts.unreachable)];
	if (port.kind === "none")
		return [
			{
				code: "KG115",
				severity: "error",
				message: sentence(port.reason),
				fix: port.hint,
			},
		];
	return port.notes.flatMap((note) =>
		note.kind === "headless-target-port" ? [portNotTranslated(note)] : [],
	);
}

/** Returns the remarks on the choice of the port, as sentences that follow others; may be empty. */
export function remarksOn({ target }: PodState): string {
	return portRemarks(target)
		.map((text) => ` ${sentence(capitalized(text))}`)
		.join("");
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `kubectl port-forward` skips a headless Service's targetPort too (kubectl/pkg/util/service_port.go). */
function portNotTranslated({
	service,
	port,
	targetPort,
}: Extract<PortNote, { kind: "headless-target-port" }>): Finding {
	return {
		code: "KG118",
		severity: "warning",
		message:
			`Service ${service} is headless and its port ${port} is not its targetPort ${targetPort}: ` +
			`kubectl port-forward would ignore the targetPort and dial ${port}, ` +
			`and clients in the cluster dial the pod IP on the port they name, so only ${targetPort} reaches the server.`,
		fix: "make port and targetPort of the headless Service equal",
	};
}

/** Returns the finding that nothing can be asked of a pod, and why: KG114. */
export function notRunning(pod: Pod, reason: string): Finding {
	return {
		code: "KG114",
		severity: "error",
		message: sentence(reason),
		fix: lookInto(pod),
	};
}
