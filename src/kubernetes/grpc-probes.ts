import type { Container, HealthQuestion, Probe } from "./pod.ts";

/** The probes of a container, the one that says most about its server first. */
export const PROBE_TYPES = ["readiness", "liveness", "startup"] as const;

/** The type of a probe. It decides whether the container gets traffic, keeps running, or counts as started. */
export type ProbeType = (typeof PROBE_TYPES)[number];

/** A probe that asks gRPC health. */
export type GrpcProbe = {
	readonly type: ProbeType;
	readonly kind: Probe["kind"];
	readonly asks: HealthQuestion;
};

/** Returns the probes of a container that ask gRPC health on a port. */
export function grpcProbesOf(
	container: Container,
	port: number,
): readonly GrpcProbe[] {
	return PROBE_TYPES.flatMap((type) => {
		const probe = container[type];
		const asks = questionOf(probe);
		return asks?.port === port ? [{ type, kind: probe.kind, asks }] : [];
	});
}

/** Returns what a probe asks gRPC health, by the kubelet or by a program that it runs; undefined for any other probe. */
export function questionOf(probe: Probe): HealthQuestion | undefined {
	switch (probe.kind) {
		case "grpc": {
			const { port, service, mode } = probe;
			return { port, service, transport: mode === "TLS" ? "tls" : "plaintext" };
		}
		case "exec":
			return probe.asks;
		case "none":
		case "tcp":
		case "http":
			return undefined;
	}
}
