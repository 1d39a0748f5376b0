import type { Finding } from "../../../findings/finding.ts";
import { listed } from "../../../listed.ts";
import type { PodState, ServiceState } from "../state.ts";
import { answerWord, isUnknownService } from "../unknown-service.ts";
import { whyNotReady } from "./not-ready.ts";
import { probedService, probeSentence } from "./probe.ts";
import { grpcProbeFix } from "./probe-fix.ts";
import { gatingProbesOf } from "./server-probes.ts";
import { allQuoted, quoted } from "./service-names.ts";
import { failingAgainstTls } from "./transport.ts";

/** Returns the findings about answers of the health service that contradict the pod's Ready condition: KG101 and KG102. */
export function servingFindings(
	pod: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	switch (pod.target.pod.ready) {
		case "ready":
			return readyFindings(pod, asked);
		case "not-ready":
			return notReadyFindings(pod, asked);
		case "unknown":
			return [];
	}
}

function readyFindings(
	pod: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	const notServing = asked.filter(
		({ answer }) => answer.kind === "answered" && isNotServing(answer.status),
	);
	return [...Map.groupBy(notServing, answerWord)].map(([status, states]) =>
		readyButNot(
			pod,
			status,
			states.map(({ service }) => service),
		),
	);
}

function readyButNot(
	pod: PodState,
	status: string,
	services: readonly string[],
): Finding {
	const [first = "", ...others] = services;
	const subject =
		others.length > 0
			? `${allQuoted(services)} are ${status}`
			: `${first === "" ? "" : `${quoted(first)} is `}${status}`;
	const probed = probedService(pod);
	return {
		code: "KG102",
		severity: "warning",
		message: `Ready but ${subject}, so it still gets traffic. ${probeSentence(pod, services)}`,
		fix:
			probed !== undefined && services.includes(probed)
				? "wait for failureThreshold × periodSeconds of its probe, or make them smaller"
				: grpcProbeFix(pod, services.includes("") ? "" : first),
	};
}

function notReadyFindings(
	pod: PodState,
	asked: readonly ServiceState[],
): Finding[] {
	const serving = asked.filter(
		({ answer }) => answer.kind === "answered" && answer.status === "SERVING",
	);
	if (asked.length === 0 || serving.length < asked.length) return [];
	// KG107 or KG110 explains it.
	if (failingAgainstTls(pod) !== undefined || probeServiceUnknown(pod))
		return [];
	const { cause, fix } = whyNotReady(pod, serving[0]?.service ?? "");
	return [
		{
			code: "KG101",
			severity: "warning",
			message: `SERVING but not Ready, ${trafficOf(pod)}. ${cause}`,
			fix,
		},
	];
}

/**
 * Returns a clause on who sends traffic to a pod that is not Ready. Its Services are read only if the port is not known
 * without them.
 */
function trafficOf({ target: { port } }: PodState): string {
	const notes = port.kind === "chosen" ? port.notes : [];
	const services = notes.flatMap((note) =>
		note.kind === "publishes-not-ready" ? [note.service] : [],
	);
	if (services.length === 0)
		return "so no Service sends it traffic, unless by publishNotReadyAddresses";
	const send =
		services.length === 1
			? `Service ${services[0]} sends`
			: `Services ${listed(services)} send`;
	return `and ${send} it traffic all the same (publishNotReadyAddresses)`;
}

function isNotServing(status: string): boolean {
	return status !== "SERVING" && status !== "SERVICE_UNKNOWN";
}

/** Whether a probe asks for a service that the server does not know, which has a finding of its own (KG110). */
function probeServiceUnknown(pod: PodState): boolean {
	return gatingProbesOf(pod).some(
		({ asks: { service } }) =>
			service !== undefined && isUnknownService(pod.services.get(service)),
	);
}
