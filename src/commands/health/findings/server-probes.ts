import { servingContainer } from "../../../cli/serving-container.ts";
import {
	type GrpcProbe,
	grpcProbesOf,
} from "../../../kubernetes/grpc-probes.ts";
import { listed } from "../../../listed.ts";
import { counted } from "../../../render/prose.ts";
import type { PodState } from "../state.ts";
import { isStarting, probeName } from "./probe.ts";

/** Returns the server's probes that ask gRPC health on the chosen port. */
export function serverProbesOf(pod: PodState): readonly GrpcProbe[] {
	const server = servingContainer(pod.target);
	const { port } = pod.target;
	return server === undefined || port.kind === "none"
		? []
		: grpcProbesOf(server, port.port);
}

/** Returns those of them that keep the server from getting Ready while they fail: readiness, and startup until it has succeeded. */
export function gatingProbesOf(pod: PodState): readonly GrpcProbe[] {
	const gating = isStarting(servingContainer(pod.target))
		? ["readiness", "startup"]
		: ["readiness"];
	return serverProbesOf(pod).filter(({ type }) => gating.includes(type));
}

/** Returns the services that the server's probes ask for. A name that only the container's environment knows is left out. */
export function probedServices(pod: PodState): ReadonlySet<string> {
	return new Set(serverProbesOf(pod).flatMap(({ asks }) => asks.service ?? []));
}

/** Returns the names of probes for prose, such as `grpc readiness probe and grpc liveness probe`. */
export const probeNames = (
	pod: PodState,
	probes: readonly GrpcProbe[],
): string => listed(probes.map(({ type }) => probeName(pod, type)));

/** Returns sentences on what follows when these probes fail, as far as the pod shows it; may be empty. */
export function consequenceOf(
	pod: PodState,
	probes: readonly GrpcProbe[],
): string {
	const isReadyAllTheSame =
		probes.some(({ type }) => type === "readiness") &&
		servingContainer(pod.target)?.ready === true;
	// The kubelet runs only the startup probe until it has succeeded, and never again after that.
	const asking = isStarting(servingContainer(pod.target))
		? "startup"
		: "liveness";
	// The restarts of all containers, from any cause.
	const restarts = counted(pod.target.pod.restarts, "restart");
	return [
		...(isReadyAllTheSame
			? [
					" It is Ready all the same: the probe has not failed failureThreshold times in a row yet, or gets another answer.",
				]
			: []),
		...(probes.some(({ type }) => type === asking)
			? [
					` A ${asking} probe that fails makes the kubelet restart the container: the pod has had ${restarts}.`,
				]
			: []),
	].join("");
}
