import type { WorkloadArgument } from "../../target.ts";
import { podNotFound } from "./not-found.ts";
import {
	cluesOf,
	type Lookup,
	type PodSource,
	podListing,
} from "./pod-source.ts";

/**
 * Returns the source of a pod that is named as target. Several such sources share one list of the namespace, because one list is one
 * request and a get per pod is many.
 */
export function namedPodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
): PodSource {
	const { query } = lookup;
	const { name } = argument;
	const origin = `pod/${name}`;
	const isOnly =
		query.targets.filter(({ resource }) => resource === "pods").length === 1;
	const isWhole = !isOnly && query.fieldSelector === undefined;
	return {
		listing: podListing(
			query,
			isOnly ? { fieldSelector: `metadata.name=${name}` } : {},
		),
		origin,
		podName: name,
		originOf: (pod) => (pod.metadata?.name === name ? origin : undefined),
		cluesOn: () => cluesOf(query, argument, origin),
		nothing: (listed) =>
			podNotFound(lookup, name, isWhole ? listed : undefined),
	};
}
