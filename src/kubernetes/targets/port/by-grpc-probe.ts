import type { Container } from "../../pod.ts";
import type { PortChoice } from "../../target.ts";
import { chosen, type Situation } from "./situation.ts";

const PROBES = ["readiness", "liveness", "startup"] as const;

/** A port that the kubelet probes by gRPC health, and the clause that says so. */
type ProbedPort = { readonly port: number; readonly reason: string };

/** The port of a grpc probe: the kubelet itself, or a program it runs, speaks gRPC health to it. */
export function byGrpcProbe(situation: Situation): PortChoice | undefined {
	const [found] = probedPorts(situation.containers);
	return found && chosen(situation, found.port, "grpc-probe", found.reason);
}

/** The ports of grpc probes: readiness first, and the kubelet's own before those of a program. */
export function probedPorts(
	containers: readonly Container[],
): readonly ProbedPort[] {
	const all = PROBES.flatMap((name) =>
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
