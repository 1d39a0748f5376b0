import type { PodState } from "../state.ts";
import {
	grpcProbeFix,
	otherPortSentence,
	probeSentence,
	probesChosenPort,
	readinessOf,
	serverOf,
} from "./probe.ts";

/** What keeps a pod out of rotation, and what to do about it. */
type NotReadyCause = { readonly cause: string; readonly fix: string };

/** Why a pod that says SERVING for `service` is not Ready: another container, another question, or another address. */
export function whyNotReady(pod: PodState, service: string): NotReadyCause {
	const server = serverOf(pod);
	if (server?.ready) return keptOutByOthers(pod);
	if (server?.started === false && server.startup.kind !== "none")
		return {
			cause:
				"Its startup probe has not succeeded yet, and until then nobody asks whether it is ready.",
			fix: describeFix(pod),
		};
	const probe = readinessOf(pod);
	if ("port" in probe && !probesChosenPort(pod))
		return { cause: otherPortSentence(pod), fix: grpcProbeFix(pod, "") };
	if (probe.kind === "tcp") return boundToLocalhost("dials the same port");
	if (probe.kind === "grpc" && probe.service === service)
		return boundToLocalhost("asks the same");
	return {
		cause: probeSentence(pod, service),
		fix: probe.kind === "grpc" ? describeFix(pod) : grpcProbeFix(pod, ""),
	};
}

function keptOutByOthers(pod: PodState): NotReadyCause {
	const others = pod.target.pod.containers.filter(({ ready }) => !ready);
	const names = others.map(({ name }) => name).join(", ");
	const cause =
		others.length === 0
			? "Its containers are ready: a readiness gate, or its node, keeps it out."
			: `Its server is ready, and not yet all containers of the pod: ${names}.`;
	return { cause, fix: describeFix(pod) };
}

/** The kubelet probes the pod's address, a port-forward arrives on localhost. */
function boundToLocalhost(asks: string): NotReadyCause {
	return {
		cause: `Its readiness probe ${asks} on the pod's address and fails: the server is bound to localhost alone, or came up this moment.`,
		fix: "bind the server to all addresses: 0.0.0.0 or [::]",
	};
}

function describeFix(pod: PodState): string {
	const { name, namespace } = pod.target.pod;
	return `its events say what fails: kubectl describe pod ${name} -n ${namespace}`;
}
