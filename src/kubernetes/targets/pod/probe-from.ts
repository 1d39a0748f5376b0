import type { ProbeObject } from "../../objects/probe.ts";
import type { Probe } from "../../pod.ts";
import { healthProgramQuestion } from "./health-program.ts";

/** Reduces a probe of the spec. The API server guarantees that exactly one handler is set. */
export function probeFrom(probe: ProbeObject | undefined): Probe {
	if (probe?.grpc)
		return {
			kind: "grpc",
			port: probe.grpc.port,
			service: probe.grpc.service ?? "",
			...(probe.grpc.mode === "TLS" ? { mode: "TLS" } : {}),
		};
	if (probe?.tcpSocket) return { kind: "tcp", port: probe.tcpSocket.port };
	if (probe?.httpGet)
		return {
			kind: "http",
			port: probe.httpGet.port,
			path: withoutQuery(probe.httpGet.path ?? "/"),
		};
	if (probe?.exec)
		return {
			kind: "exec",
			asks: healthProgramQuestion(probe.exec.command ?? []),
		};
	return { kind: "none" };
}

/** Removes the query, which may hold a token, since probes are recorded. */
const withoutQuery = (path: string): string => path.replace(/\?.*$/s, "");
