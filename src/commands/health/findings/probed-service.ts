import { servingContainer } from "../../../cli/serving-container.ts";
import type { Finding } from "../../../findings/finding.ts";
import type { GrpcProbe } from "../../../kubernetes/grpc-probes.ts";
import type { PodState } from "../state.ts";
import { isUnknownService } from "../unknown-service.ts";
import { nearestService } from "./nearest-service.ts";
import { SET_STATUS } from "./no-status.ts";
import { portOf } from "./port.ts";
import { dialsOtherTransport, isStarting, probeName } from "./probe.ts";
import { grpcProbeFix } from "./probe-fix.ts";
import { consequenceOf, probeNames, serverProbesOf } from "./server-probes.ts";
import { quoted } from "./service-names.ts";

/** Returns the findings about the services that probes ask for, whether or not the user asks for them too: KG110 and KG122. */
export function probedServiceFindings(pod: PodState): Finding[] {
	const probes = serverProbesOf(pod);
	// Probes that ask the same in the same way get the same answer.
	const alike = Map.groupBy(
		probes,
		({ kind, asks }) => `${kind} ${asks.service}`,
	);
	return [
		...[...alike.values()].flatMap((some) => unknownToServer(pod, some)),
		...probes.flatMap((probe) => notAlive(pod, probe)),
	];
}

function unknownToServer(
	pod: PodState,
	probes: readonly GrpcProbe[],
): Finding[] {
	const service = probes[0]?.asks.service;
	if (service === undefined || !isUnknownService(pod.services.get(service)))
		return [];
	const known = pod.knownServices?.names ?? [];
	const near = known.includes(service)
		? undefined
		: nearestService(service, known);
	const isLost = near === undefined && isUnknownService(pod.services.get(""));
	const asks = `${probeNames(pod, probes)} ${probes.length === 1 ? "asks" : "ask"}`;
	const asksFor =
		service === ""
			? "the whole server, of which the server keeps no health status"
			: `service ${quoted(service)}, which the server does not know`;
	const types = probes.map(({ type }) => type);
	return [
		{
			code: "KG110",
			severity: "error",
			message: `its ${asks} for ${asksFor}.${consequenceOf(pod, probes)}`,
			fix: isLost ? SET_STATUS : grpcProbeFix(pod, near ?? "", types),
		},
	];
}

/**
 * Returns KG122 for a liveness probe whose service is not serving. No liveness probe runs until the startup probe has succeeded,
 * and one that dials the other transport gets no answer.
 */
function notAlive(pod: PodState, probe: GrpcProbe): Finding[] {
	const { service } = probe.asks;
	if (probe.type !== "liveness" || service === undefined) return [];
	const answer = pod.services.get(service)?.answer;
	const isDown =
		answer?.kind === "answered" &&
		!["SERVING", "SERVICE_UNKNOWN"].includes(answer.status);
	if (
		!isDown ||
		isStarting(servingContainer(pod.target)) ||
		dialsOtherTransport(pod, probe.asks)
	)
		return [];
	return [
		{
			code: "KG122",
			severity: "warning",
			message: `its ${probeName(pod, probe.type)} asks for ${quoted(service)} and gets ${answer.status}.${consequenceOf(pod, [probe])}`,
			fix: `let it ask for what a restart mends, or only for a connection: livenessProbe: {tcpSocket: {port: ${portOf(pod)}}}`,
		},
	];
}
