import { hostPort } from "../host-port.ts";
import type { PodTarget } from "../kubernetes/target.ts";

/** Whether a target, or what became of one, is an address: what Kubernetes holds lies in a namespace, and files in none. */
export function isAddress({
	namespace,
}: {
	readonly namespace: string | null;
}): boolean {
	return namespace === "";
}

/** An address as a target of its own: what findings and views need, and no view of Kubernetes on it. */
export function endpointTarget(host: string, port: number): PodTarget {
	const name = hostPort(host, port);
	return {
		pod: {
			namespace: "",
			name,
			uid: name,
			node: undefined,
			ip: undefined,
			status: "",
			phase: "",
			ready: "unknown",
			readyContainers: 0,
			totalContainers: 0,
			restarts: 0,
			terminating: false,
			createdAt: "",
			labels: {},
			containers: [],
			workload: name,
			trouble: undefined,
			unreachable: undefined,
			ended: undefined,
		},
		port: {
			kind: "chosen",
			port,
			container: undefined,
			evidence: "flag",
			reason: "the address given",
			notes: [],
		},
		origin: name,
	};
}
