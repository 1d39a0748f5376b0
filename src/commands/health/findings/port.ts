import type { Finding } from "../../../findings/finding.ts";
import type { PodState } from "../state.ts";
import { sentence } from "./sentence.ts";

/** The chosen port as text, or a placeholder for manifests where none was found. */
export function portOf(pod: PodState): string {
	return pod.target.port.kind === "chosen"
		? String(pod.target.port.port)
		: "PORT";
}

/** Findings about the port itself, before anything was asked on it: KG114, KG115 and KG118. */
export function portFindings(pod: PodState): Finding[] {
	const { pod: facts, port } = pod.target;
	if (facts.unreachable !== undefined)
		return [notRunning(pod, facts.unreachable)];
	if (port.kind === "none")
		return [
			{
				code: "KG115",
				severity: "error",
				message: sentence(port.reason),
				fix: port.hint,
			},
		];
	return port.notes
		.filter((note) => note.includes("headless"))
		.map((note) => ({
			code: "KG118",
			severity: "warning",
			message: sentence(note),
			fix: "make port and targetPort of the headless Service equal",
		}));
}

function notRunning(pod: PodState, reason: string): Finding {
	const { name, namespace, restarts } = pod.target.pod;
	const command =
		restarts > 0
			? `logs ${name} -n ${namespace} --previous`
			: `describe pod ${name} -n ${namespace}`;
	return {
		code: "KG114",
		severity: "error",
		message: sentence(reason),
		fix: `kubectl ${command}`,
	};
}
