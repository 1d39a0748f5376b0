import type {
	V1Container,
	V1GRPCAction,
	V1HTTPGetAction,
} from "@kubernetes/client-node";
import type { Field } from "../field.ts";

/** A probe of a container (api/core/v1.Probe): at most one of these. */
export type ProbeObject = {
	readonly grpc?:
		| {
				readonly port: number;
				readonly service?: string | undefined;
				/** From the feature gate GRPCContainerProbeTLS, alpha in 1.37. */
				readonly mode?: string | undefined;
		  }
		| undefined;
	readonly tcpSocket?: { readonly port: number | string } | undefined;
	readonly httpGet?:
		| {
				readonly port: number | string;
				readonly path?: string | undefined;
		  }
		| undefined;
	readonly exec?: { readonly command?: readonly string[] } | undefined;
};

/** Reads one probe of a container; undefined when the container has none. @throws ShapeError */
export function probeAt(
	container: Field<V1Container>,
	name: "readinessProbe" | "livenessProbe" | "startupProbe",
): ProbeObject | undefined {
	if (!container.has(name)) return undefined;
	const probe = container.record(name);
	return {
		grpc: probe.has("grpc") ? grpcOf(probe.record("grpc")) : undefined,
		tcpSocket: probe.has("tcpSocket")
			? { port: probe.record("tcpSocket").integerOrText("port") ?? 0 }
			: undefined,
		httpGet: probe.has("httpGet")
			? httpGetOf(probe.record("httpGet"))
			: undefined,
		exec: probe.has("exec")
			? { command: probe.record("exec").texts("command") }
			: undefined,
	};
}

const grpcOf = (grpc: Field<V1GRPCAction>) => ({
	port: grpc.integer("port") ?? 0,
	service: grpc.text("service"),
	// The types of client-node do not have this field yet.
	mode: grpc.as().text("mode"),
});

const httpGetOf = (get: Field<V1HTTPGetAction>) => ({
	port: get.integerOrText("port") ?? 0,
	path: get.text("path"),
});
