import { servingContainer } from "../../../cli/serving-container.ts";
import { type ProbeType, questionOf } from "../../../kubernetes/grpc-probes.ts";
import type {
	Container,
	HealthQuestion,
	Probe,
} from "../../../kubernetes/pod.ts";
import { quote } from "../../../kubernetes/quote.ts";
import type { PodState } from "../state.ts";
import { answerWord } from "../unknown-service.ts";
import { portOf } from "./port.ts";
import { quoted } from "./service-names.ts";

/** Returns the readiness probe of the container that serves the chosen port. */
export const readinessOf = (pod: PodState): Probe => probeOf(pod, "readiness");

/** Returns a probe of the container that serves the chosen port. */
export const probeOf = (pod: PodState, type: ProbeType): Probe =>
	servingContainer(pod.target)?.[type] ?? { kind: "none" };

/** Whether a container's startup probe has not succeeded yet. Until then no other probe runs. */
export const isStarting = (server: Container | undefined): boolean =>
	server?.started === false && server.startup.kind !== "none";

/** Returns what the readiness probe asks gRPC health on the chosen port; undefined if it asks something else, or another port. */
export function probedQuestion(pod: PodState): HealthQuestion | undefined {
	return probesChosenPort(pod) ? questionOf(readinessOf(pod)) : undefined;
}

/** Returns what a probe that asks gRPC health is called. */
export function probeName(
	pod: PodState,
	type: ProbeType = "readiness",
): string {
	if (probeOf(pod, type).kind !== "exec") return `grpc ${type} probe`;
	return type === "readiness"
		? "grpc_health_probe"
		: `${type} probe (grpc_health_probe)`;
}

/** Returns the port that the readiness probe dials, with a named port looked up in its container; undefined if it dials none. */
function readinessPortOf(pod: PodState): number | undefined {
	const server = servingContainer(pod.target);
	if (server === undefined) return undefined;
	const { readiness, ports } = server;
	if (readiness.kind === "none") return undefined;
	if (readiness.kind === "exec") return readiness.asks?.port;
	return typeof readiness.port === "number"
		? readiness.port
		: ports.find(({ name }) => name === readiness.port)?.port;
}

/** Whether the readiness probe dials the chosen port. */
export function probesChosenPort(pod: PodState): boolean {
	return String(readinessPortOf(pod)) === portOf(pod);
}

/**
 * Returns the service that the readiness probe asks gRPC health for on the chosen port; undefined if it asks for none, or its name
 * is unknown.
 */
export function probedService(pod: PodState): string | undefined {
	return probedQuestion(pod)?.service;
}

/** Returns a sentence on what the readiness probe checks, for a user who asked for these services. What precedes it names several. */
export function probeSentence(
	pod: PodState,
	services: readonly string[],
): string {
	const probe = readinessOf(pod);
	switch (probe.kind) {
		case "none":
			return "It has no readiness probe, so it counts as Ready as soon as it runs.";
		case "tcp":
			return "Its readiness probe opens a TCP connection and never asks gRPC health.";
		case "http":
			return `Its readiness probe asks HTTP ${quote(probe.path)} and never gRPC health.`;
		case "exec":
			return probe.asks === undefined
				? "Its readiness probe runs a command in the container, which decides otherwise."
				: questionSentence(pod, services);
		case "grpc":
			return questionSentence(pod, services);
	}
}

function questionSentence(pod: PodState, services: readonly string[]): string {
	const question = probedQuestion(pod);
	if (question === undefined) return otherPortSentence(pod);
	const asked = question.service;
	const asks = `Its ${probeName(pod)} asks`;
	if (asked === undefined)
		return `${asks} for a service that its environment names.`;
	if (services.includes(asked))
		return `${asks} the same, so this is recent, or the probe's thresholds are wide.`;
	const got = pod.services.get(asked);
	const gets = got === undefined ? "" : `, and gets ${answerWord(got)}`;
	// Several have been named just before, at length.
	const [first = "", ...others] = services;
	const askedFor = others.length > 0 ? "them" : quoted(first);
	return `${asks} for ${quoted(asked)}, not for ${askedFor}${gets}.`;
}

/**
 * Returns a sentence on a readiness probe that dials a port other than the chosen one, or names a port that its container does
 * not have.
 */
export function otherPortSentence(pod: PodState): string {
	const probe = readinessOf(pod);
	const port = readinessPortOf(pod);
	if (port === undefined && "port" in probe)
		return `Its readiness probe names port ${probe.port}, which its container does not have.`;
	return `Its readiness probe asks port ${port}, not ${portOf(pod)}.`;
}

/** Whether the connection is over TLS. With `detected`, only if the transport was found by trying. */
export const speaksTls = (
	{ connection }: PodState,
	how: "detected" | "anyhow" = "anyhow",
): boolean =>
	connection.kind === "connected" &&
	connection.transport.kind === "tls" &&
	(how === "anyhow" || connection.transport.detected);

/** Whether a port speaks only TLS, as far as a probe shows. */
export function refusesPlaintext(pod: PodState): boolean {
	const isProbed = probedQuestion(pod)?.transport === "plaintext";
	return (
		speaksTls(pod) &&
		!(isProbed && servingContainer(pod.target)?.ready === true)
	);
}

/** Whether a probe gets no answer because the port speaks the other transport. */
export const dialsOtherTransport = (
	pod: PodState,
	{ transport }: Pick<HealthQuestion, "transport">,
): boolean =>
	transport === "plaintext"
		? refusesPlaintext(pod)
		: pod.connection.kind === "connected" && !speaksTls(pod);
