import type { Container, ReadinessProbe } from "../../../kubernetes/pod.ts";
import type { PodState } from "../state.ts";
import { portOf } from "./port.ts";

/** The readiness probe that speaks for the chosen port: that of the container which serves it. */
export function readinessOf(pod: PodState): ReadinessProbe {
	return serverOf(pod)?.readiness ?? { kind: "none" };
}

/** The application container that declares the chosen port, else the first. */
export function serverOf(pod: PodState): Container | undefined {
	const { port, pod: facts } = pod.target;
	const applications = facts.containers.filter(
		(container) => container.role === "application",
	);
	const owner =
		port.kind === "chosen"
			? applications.find((container) => container.name === port.container)
			: undefined;
	return owner ?? applications[0];
}

/** The port that the readiness probe dials, a named one looked up in its container; undefined where it dials none. */
function readinessPortOf(pod: PodState): number | undefined {
	const server = serverOf(pod);
	if (server === undefined) return undefined;
	const { readiness, ports } = server;
	if (readiness.kind === "none" || readiness.kind === "exec") return undefined;
	return typeof readiness.port === "number"
		? readiness.port
		: ports.find(({ name }) => name === readiness.port)?.port;
}

/** Whether the readiness probe dials the chosen port. */
export function probesChosenPort(pod: PodState): boolean {
	return String(readinessPortOf(pod)) === portOf(pod);
}

/** The service name that a grpc readiness probe asks for on the chosen port; undefined where the probe is of another kind. */
export function probedService(pod: PodState): string | undefined {
	const probe = readinessOf(pod);
	return probe.kind === "grpc" && probesChosenPort(pod)
		? probe.service
		: undefined;
}

/** A sentence on what the readiness probe looks at, seen from somebody who asked for `service`. */
export function probeSentence(pod: PodState, service: string): string {
	const probe = readinessOf(pod);
	switch (probe.kind) {
		case "none":
			return "It has no readiness probe, so it counts as Ready as soon as it runs.";
		case "tcp":
			return "Its readiness probe opens a TCP connection and never asks gRPC health.";
		case "http":
			return `Its readiness probe asks HTTP ${probe.path} and never gRPC health.`;
		case "exec":
			return "Its readiness probe runs a command in the container, which decides otherwise.";
		case "grpc":
			if (!probesChosenPort(pod)) return otherPortSentence(pod);
			return probe.service === service
				? "Its grpc readiness probe asks the same, so this is recent, or the probe's thresholds are wide."
				: `Its grpc readiness probe asks for ${quoted(probe.service)}, not for ${quoted(service)}.`;
	}
}

/** A sentence on a readiness probe that dials another port than the chosen one, or none as it names none. */
export function otherPortSentence(pod: PodState): string {
	const probe = readinessOf(pod);
	const port = readinessPortOf(pod);
	if (port === undefined && "port" in probe)
		return `Its readiness probe names port ${probe.port}, which its container does not have.`;
	return `Its readiness probe asks port ${port}, not ${portOf(pod)}.`;
}

/** What asks gRPC health on a port that speaks TLS, as the kubelet's own grpc probe dials plaintext (KEP-2727). */
export const TLS_PROBE_FIX =
	"serve health on a plaintext port and probe that, or probe with exec: grpc_health_probe -tls";

/** The readiness probe that asks gRPC health for this service. */
export function grpcProbeFix(pod: PodState, service: string): string {
	if (refusesPlaintext(pod)) return TLS_PROBE_FIX;
	const name = service === "" ? "" : `, service: ${yamlWord(service)}`;
	return `readinessProbe: {grpc: {port: ${portOf(pod)}${name}}}`;
}

/** Whether a port speaks TLS and, as far as a probe shows, nothing else. */
function refusesPlaintext(pod: PodState): boolean {
	const { connection } = pod;
	const isTls =
		connection.kind === "connected" && connection.transport.kind === "tls";
	const isProbed = readinessOf(pod).kind === "grpc" && probesChosenPort(pod);
	return isTls && !(isProbed && serverOf(pod)?.ready === true);
}

/** A name as YAML reads it as one text: names come from servers, and some would be more than that, or a number. */
const yamlWord = (name: string): string =>
	/^[A-Za-z]\w*(?:[./]\w+)+$/.test(name) ? name : JSON.stringify(name);

/** A service name for prose; the empty name stands for the whole server. */
export function quoted(service: string): string {
	return service === "" ? "the whole server" : `"${service}"`;
}
