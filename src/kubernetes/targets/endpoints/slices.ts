import { shellWord } from "../../../shell-word.ts";
import type { SliceObject } from "../../objects/endpoint-slice.ts";
import { collectionPath } from "../kinds.ts";
import type { Service } from "../port/service.ts";
import type { Listing } from "../source/pod-source.ts";

const ENDPOINT_SLICES = {
	group: "discovery.k8s.io",
	version: "v1",
	resource: "endpointslices",
};

/** Returns where to list and watch the EndpointSlices of a Service. */
export function slicesOf(service: string, namespace: string): Listing {
	return {
		path: collectionPath(ENDPOINT_SLICES, namespace),
		query: { labelSelector: `kubernetes.io/service-name=${service}` },
	};
}

/** Returns the command that shows the EndpointSlices of a Service. */
export const slicesCommand = ({ namespace, name }: Service): string =>
	`kubectl get endpointslices -n ${shellWord(namespace)} -l kubernetes.io/service-name=${name}`;

/** Returns the names of the pods in the slices, ready or not. The endpoints of a Service are in its own namespace. */
export const podsNamedBy = (
	slices: readonly SliceObject[],
): ReadonlySet<string> =>
	new Set(
		slices
			.flatMap(({ endpoints }) => endpoints ?? [])
			.flatMap(({ targetRef }) =>
				targetRef?.kind === "Pod" && targetRef.name !== undefined
					? [targetRef.name]
					: [],
			),
	);
