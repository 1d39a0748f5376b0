import type { HealthQuestion, Probe } from "./pod.ts";

/** What a probe asks gRPC health, by the kubelet itself or by a program that it runs; undefined for one that asks something else. */
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
