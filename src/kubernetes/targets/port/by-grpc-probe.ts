import type { Container, Probe } from "../../pod.ts";
import type { PortChoice } from "../../target.ts";
import { portNumber } from "../object-name.ts";
import { chosen, type Situation } from "./situation.ts";

const PROBES = ["readiness", "liveness", "startup"] as const;

/** How much of a probe's command is looked at, in characters. */
const MAX_COMMAND_LENGTH = 2000;

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
		...all.flatMap(({ name, probe }) => {
			const port = healthProgramPort(probe);
			return port === undefined
				? []
				: [{ port, reason: `grpc_health_probe in the ${name} probe` }];
		}),
	];
}

/** The port that `grpc_health_probe -addr=:50051` asks, as probes were written before the kubelet had its own. */
function healthProgramPort(probe: Probe): number | undefined {
	if (probe.kind !== "exec") return undefined;
	const command = probe.command.join(" ").slice(0, MAX_COMMAND_LENGTH);
	const address = /grpc[_-]health[_-]probe\b.*?\s--?addr[= ]\S*:(\d+)/;
	return portNumber(address.exec(command)?.[1] ?? "");
}
