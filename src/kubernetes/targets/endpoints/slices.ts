import { collectionPath } from "../kinds.ts";
import type { Listing } from "../source/pod-source.ts";

const ENDPOINT_SLICES = {
	group: "discovery.k8s.io",
	version: "v1",
	resource: "endpointslices",
};

/** Where the EndpointSlices of a Service are listed and watched. */
export function slicesOf(service: string, namespace: string): Listing {
	return {
		path: collectionPath(ENDPOINT_SLICES, namespace),
		query: { labelSelector: `kubernetes.io/service-name=${service}` },
	};
}
