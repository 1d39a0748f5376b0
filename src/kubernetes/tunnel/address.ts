import { pathSegment } from "../path-segment.ts";

/** One port of one pod. */
export type PodAddress = {
	readonly namespace: string;
	readonly pod: string;
	readonly port: number;
	/** UID of the pod that is meant; another pod of the same name then counts as gone (StatefulSets reuse names). */
	readonly uid?: string;
};

/** API path of a pod, each part escaped. */
export function podPath({ namespace, pod }: PodAddress): string {
	return `/api/v1/namespaces/${pathSegment(namespace)}/pods/${pathSegment(pod)}`;
}

/** `NAMESPACE/POD`, for messages. */
export function podName({ namespace, pod }: PodAddress): string {
	return `${namespace}/${pod}`;
}

/** `NAMESPACE/POD:PORT`, for messages. */
export function podPort(address: PodAddress): string {
	return `${podName(address)}:${address.port}`;
}
