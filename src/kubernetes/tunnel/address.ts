import { pathSegment } from "../path-segment.ts";

/** One port of one pod. */
export type PodAddress = {
	readonly namespace: string;
	readonly pod: string;
	readonly port: number;
	/** UID of the intended pod. Another pod of the same name then counts as gone, since StatefulSets reuse names. */
	readonly uid?: string;
};

/** Returns the API path of a pod, with each part escaped. */
export function podPath({ namespace, pod }: PodAddress): string {
	return `/api/v1/namespaces/${pathSegment(namespace)}/pods/${pathSegment(pod)}`;
}

/** Writes `NAMESPACE/POD` for messages. */
export function podName({ namespace, pod }: PodAddress): string {
	return `${namespace}/${pod}`;
}

/** Writes `NAMESPACE/POD:PORT` for messages. */
export function podPort(address: PodAddress): string {
	return `${podName(address)}:${address.port}`;
}
