import { property } from "../../api/json-value.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import type { ProbeObject } from "../../objects/probe.ts";
import { portNumber } from "../port-number.ts";

/**
 * Returns the function that restores a probe of the application's manifest. Istio's injector redirects probes to its agent, at a path
 * of its own, and keeps the original under that path in the proxy's environment (istio, pkg/kube/inject/app_probe.go).
 */
export function originalProbes(
	pod: PodObject,
): (probe: ProbeObject | undefined) => ProbeObject | undefined {
	let kept: unknown;
	return (probe) => {
		const path = probe?.httpGet?.path;
		if (path === undefined || !path.startsWith("/app-health/")) return probe;
		kept ??= keptProbes(pod);
		return probeFromKept(property(kept, path)) ?? probe;
	};
}

function keptProbes({ spec }: PodObject): unknown {
	const containers = [
		...(spec?.containers ?? []),
		...(spec?.initContainers ?? []),
	];
	const proxy = containers.find(({ name }) => name === "istio-proxy");
	const { value = "" } =
		proxy?.env?.find(({ name }) => name === "ISTIO_KUBE_APP_PROBERS") ?? {};
	try {
		return JSON.parse(value);
	} catch {
		return {};
	}
}

function probeFromKept(kept: unknown): ProbeObject | undefined {
	const grpc = property(kept, "grpc");
	const grpcPort = property(grpc, "port");
	if (isPortNumber(grpcPort)) {
		const service = property(grpc, "service");
		return {
			grpc: {
				port: grpcPort,
				...(typeof service === "string" ? { service } : {}),
			},
		};
	}
	const tcpPort = property(property(kept, "tcpSocket"), "port");
	if (isPort(tcpPort)) return { tcpSocket: { port: tcpPort } };
	const httpGet = property(kept, "httpGet");
	const httpPort = property(httpGet, "port");
	const path = property(httpGet, "path");
	return isPort(httpPort)
		? {
				httpGet: {
					port: httpPort,
					...(typeof path === "string" ? { path } : {}),
				},
			}
		: undefined;
}

const isPort = (port: unknown): port is number | string =>
	isPortNumber(port) || typeof port === "string";

/** Checks the number, since the API server does not validate text in an environment. */
const isPortNumber = (port: unknown): port is number =>
	typeof port === "number" && portNumber(String(port)) === port;
