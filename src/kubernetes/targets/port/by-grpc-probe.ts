import { listed } from "../../../listed.ts";
import { PROBE_TYPES } from "../../grpc-probes.ts";
import type { Container } from "../../pod.ts";
import type { PortChoice } from "../../target.ts";
import { namesGrpc } from "./port-names.ts";
import { chosen, otherNotes, type Situation, tcpPorts } from "./situation.ts";

/** A port on which a probe asks gRPC health, with the clause that says so. */
type ProbedPort = { readonly port: number; readonly reason: string };

/** Chooses the port of a probe in which the kubelet, or a program that it runs, asks gRPC health. */
export function byGrpcProbe(situation: Situation): PortChoice | undefined {
	const probed = probedPorts(situation.containers);
	const [found] = probed;
	if (found === undefined) return undefined;
	const { port, reason } = found;
	const others = tcpPorts(situation.containers).filter(
		(candidate) =>
			candidate.port !== port &&
			(namesGrpc(candidate.name) ||
				probed.some((other) => other.port === candidate.port)),
	);
	const also = [...new Set(probed.map((other) => other.port))].slice(1);
	const whole =
		also.length === 0
			? reason
			: `${reason}; also on ${listed(also.map(String))}`;
	return chosen(situation, port, "grpc-probe", whole, otherNotes(others));
}

/**
 * Chooses the port of a sidecar's gRPC probe where nothing says that a port of the application is gRPC: the server may be a native
 * sidecar (KEP-753). What a Service says comes first, so a pod whose application has ports waits until the Services are known.
 */
export function bySidecarProbe(situation: Situation): PortChoice | undefined {
	const { pod, container, containers, services } = situation;
	if (container !== undefined) return undefined;
	if (services === undefined && tcpPorts(containers).length > 0)
		return undefined;
	const [found] = pod.containers.flatMap((one) =>
		one.role === "sidecar"
			? probedPorts([one]).map((probed) => ({ ...probed, sidecar: one.name }))
			: [],
	);
	if (found === undefined) return undefined;
	const { port, reason, sidecar } = found;
	const why = `${reason} of sidecar ${sidecar}`;
	return {
		...chosen(situation, port, "grpc-probe", why),
		container: sidecar,
	};
}

/** Returns the ports of gRPC probes: readiness first, and the kubelet's own probes before those that run a program. */
export function probedPorts(
	containers: readonly Container[],
): readonly ProbedPort[] {
	const all = PROBE_TYPES.flatMap((name) =>
		containers.map((container) => ({ name, probe: container[name] })),
	);
	return [
		...all.flatMap(({ name, probe }) =>
			probe.kind === "grpc"
				? [{ port: probe.port, reason: `grpc ${name} probe` }]
				: [],
		),
		...all.flatMap(({ name, probe }) =>
			probe.kind === "exec" && probe.asks !== undefined
				? [
						{
							port: probe.asks.port,
							reason: `grpc_health_probe in the ${name} probe`,
						},
					]
				: [],
		),
	];
}
