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
