import { isObject, type JsonObject } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import type { Store } from "../../store/store.ts";
import { type Problem, required } from "./pod-spec.ts";

const FIRST_NODE_PORT = 30000;

/** Returns a Service with its defaults, a free cluster IP (10.96.0.0/16), and node ports if its type has them. */
export function defaultService(object: KubeObject, store: Store): KubeObject {
	if (!isObject(object.spec)) return object;
	const type = object.spec["type"] ?? "ClusterIP";
	const clusterIP =
		type === "ExternalName"
			? undefined
			: (object.spec["clusterIP"] ?? freeClusterIp(store));
	const ports = Array.isArray(object.spec["ports"]) ? object.spec["ports"] : [];
	return {
		...object,
		spec: {
			sessionAffinity: "None",
			internalTrafficPolicy: "Cluster",
			...(clusterIP === undefined
				? {}
				: { ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" }),
			...object.spec,
			type,
			...(clusterIP === undefined
				? {}
				: { clusterIP, clusterIPs: [clusterIP] }),
			ports: ports.map((port) => defaultPort(port, String(type), store)),
		},
		status: isObject(object.status) ? object.status : { loadBalancer: {} },
	};
}

function defaultPort(port: unknown, type: string, store: Store): unknown {
	if (!isObject(port)) return port;
	return {
		protocol: "TCP",
		targetPort: port["port"],
		...(type === "NodePort" || type === "LoadBalancer"
			? { nodePort: freeNodePort(store) }
			: {}),
		...port,
	};
}

function freeClusterIp(store: Store): string {
	const taken = new Set(
		store.list("services").map(({ spec }) => spec.clusterIP),
	);
	for (let host = 10; ; host++) {
		const ip = `10.96.${host >> 8}.${host & 255}`;
		if (!taken.has(ip)) return ip;
	}
}

function freeNodePort(store: Store): number {
	const taken = store
		.list("services")
		.flatMap(({ spec }) => spec.ports?.map(({ nodePort }) => nodePort) ?? []);
	let port = FIRST_NODE_PORT;
	while (taken.includes(port)) port++;
	return port;
}

/** Returns the problem of a Service. */
export function serviceProblem({ spec }: KubeObject): Problem | undefined {
	if (!isObject(spec)) return required("spec");
	const ports: unknown = spec["ports"] ?? [];
	if (!Array.isArray(ports) || !ports.every(isObject))
		return required("spec.ports");
	if (
		ports.length === 0 &&
		spec["type"] !== "ExternalName" &&
		spec["clusterIP"] !== "None"
	)
		return required("spec.ports");
	return ports
		.map((port, index) => portProblem(port, index, ports.length))
		.find((problem) => problem !== undefined);
}

function portProblem(
	port: JsonObject,
	index: number,
	count: number,
): Problem | undefined {
	const field = `spec.ports[${index}]`;
	const number = port["port"];
	if (typeof number !== "number" || number < 1 || number > 65535)
		return {
			field: `${field}.port`,
			body: `Invalid value: ${JSON.stringify(number)}: must be between 1 and 65535, inclusive`,
		};
	if (count > 1 && !port["name"]) return required(`${field}.name`);
	return undefined;
}
