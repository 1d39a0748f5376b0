import type { PodState } from "../state.ts";
import { portOf } from "./port.ts";
import {
	grpcProbeFix,
	probeSentence,
	readinessOf,
	readinessPortOf,
	serverOf,
} from "./probe.ts";

/** What keeps a pod out of rotation, and what to do about it. */
export type NotReadyCause = { readonly cause: string; readonly fix: string };

/** Why a pod that says SERVING for `service` is not Ready: another container, another question, or another address. */
export function whyNotReady(pod: PodState, service: string): NotReadyCause {
	if (serverOf(pod)?.ready) return keptOutByOthers(pod);
	const probe = readinessOf(pod);
	const asksTheSame = String(readinessPortOf(pod)) === portOf(pod);
	if (asksTheSame && probe.kind === "tcp")
		return boundToLocalhost("dials the same port");
	if (asksTheSame && probe.kind === "grpc" && probe.service === service)
		return boundToLocalhost("asks the same");
	if (probe.kind === "grpc")
		return { cause: probeSentence(probe, service), fix: describeFix(pod) };
	return { cause: otherQuestion(pod, service), fix: grpcProbeFix(pod, "") };
}

function keptOutByOthers(pod: PodState): NotReadyCause {
	const others = pod.target.pod.containers.filter(({ ready }) => !ready);
	const names = others.map(({ name }) => name).join(", ");
	const cause =
		others.length === 0
			? "Its containers are ready: a readiness gate keeps it out."
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

function otherQuestion(pod: PodState, service: string): string {
	const port = readinessPortOf(pod);
	return port === undefined || String(port) === portOf(pod)
		? probeSentence(readinessOf(pod), service)
		: `Its readiness probe asks port ${port}, not ${portOf(pod)}.`;
}

function describeFix(pod: PodState): string {
	const { name, namespace } = pod.target.pod;
	return `kubectl describe pod ${name} -n ${namespace}   # its events say what fails`;
}
