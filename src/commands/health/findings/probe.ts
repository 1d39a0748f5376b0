import type { Container, ReadinessProbe } from "../../../kubernetes/pod.ts";
import type { PodState } from "../state.ts";

/** The readiness probe that speaks for the chosen port: its container's, else that of the only probed application container. */
export function readinessOf(pod: PodState): ReadinessProbe {
	const { port, pod: facts } = pod.target;
	const applications = facts.containers.filter(
		(container) => container.role === "application",
	);
	const owner =
		port.kind === "chosen" ? ownerOf(applications, port.container) : undefined;
	return (owner ?? applications[0])?.readiness ?? { kind: "none" };
}

function ownerOf(
	containers: readonly Container[],
	name: string | undefined,
): Container | undefined {
	return containers.find((container) => container.name === name);
}

/** The service name that the pod's grpc readiness probe asks for; undefined where the probe is of another kind. */
export function probedService(pod: PodState): string | undefined {
	const probe = readinessOf(pod);
	return probe.kind === "grpc" ? probe.service : undefined;
}

/** A sentence on what the readiness probe looks at, seen from somebody who asked for `service`. */
export function probeSentence(probe: ReadinessProbe, service: string): string {
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
			return probe.service === service
				? "Its grpc readiness probe asks the same, so this is recent, or the probe's thresholds are wide."
				: `Its grpc readiness probe asks for ${quoted(probe.service)}, not for ${quoted(service)}.`;
	}
}

/** A service name for prose; the empty name stands for the whole server. */
export function quoted(service: string): string {
	return service === "" ? "the whole server" : `"${service}"`;
}
