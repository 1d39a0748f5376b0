import type { SliceObject } from "../objects/endpoint-slice.ts";
import type { PodEvent } from "../target.ts";
import { podsNamedBy } from "./endpoints/slices.ts";
import type { Claim, HeldPods } from "./held-pods.ts";
import type { PodList, WatchedLists } from "./watched-lists.ts";

/**
 * Removes the pods that are gone. An endpoint of a Service gets connections until its slices drop it, whatever the Service selects by
 * then.
 * @param unlisted pods held from before that may be in none of the lists; those that are in a list, or gone, are removed from it
 */
export function removeGone(
	{ pods, slices }: WatchedLists,
	held: HeldPods,
	unlisted: Set<string>,
): readonly PodEvent[] {
	if (unlisted.size === 0) return [];
	const endpoints = slices.map((list) => ({
		within: list.within,
		names: endpointPods([...list.slices.values()]),
	}));
	return [...unlisted].flatMap((name) => {
		const without = pods.filter((list) => !list.pods.has(name));
		const kept = without.filter((list) =>
			endpoints.some(({ within, names }) => within === list && names.has(name)),
		);
		if (kept.length === 0) unlisted.delete(name);
		const left = without.filter((list) => !kept.includes(list));
		return held.take(name, left.flatMap(noClaims));
	});
}

/** Returns the pods that slices name, by `NAMESPACE/NAME`, as in lists of pods. */
const endpointPods = (slices: readonly SliceObject[]): ReadonlySet<string> =>
	new Set(
		slices.flatMap((slice) =>
			[...podsNamedBy([slice])].map(
				(name) => `${slice.metadata?.namespace}/${name}`,
			),
		),
	);

/** Returns the claims of a list's targets on a pod that is not in the list: none of them has it. */
export const noClaims = ({ targets }: PodList): readonly Claim[] =>
	targets.map(({ rank }) => ({ source: rank, target: undefined }));
