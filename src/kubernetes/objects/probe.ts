import type { Field } from "../field.ts";

/** A probe of a container (api/core/v1.Probe): at most one of these. */
export type ProbeObject = {
	readonly grpc?:
		| {
				readonly port: number;
				readonly service?: string | undefined;
				/** KEP-2727. */
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

/** Reads the probe of this name of a container; undefined where it has none. @throws ShapeError */
export function probeAt(
	container: Field,
	name: string,
): ProbeObject | undefined {
	if (!container.has(name)) return undefined;
	const probe = container.record(name);
	const handler = <T>(key: string, read: (field: Field) => T) =>
		probe.has(key) ? read(probe.record(key)) : undefined;
	return {
		grpc: handler("grpc", (grpc) => ({
			port: grpc.integer("port") ?? 0,
			service: grpc.text("service"),
			mode: grpc.text("mode"),
		})),
		tcpSocket: handler("tcpSocket", (socket) => ({
			port: socket.integerOrText("port") ?? 0,
		})),
		httpGet: handler("httpGet", (get) => ({
			port: get.integerOrText("port") ?? 0,
			path: get.text("path"),
		})),
		exec: handler("exec", (exec) => ({ command: exec.texts("command") })),
	};
}
