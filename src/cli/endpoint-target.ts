import { hostPort } from "../host-port.ts";
import type { PodTarget } from "../kubernetes/target.ts";

/** Whether a target, or its result, is an address, whose namespace is empty. A file has null, an object of Kubernetes a name. */
export function isAddress({
	namespace,
}: {
	readonly namespace: string | null;
}): boolean {
	return namespace === "";
}

/** Returns an address as a target with the fields that findings and views need. The fields about Kubernetes are empty. */
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
