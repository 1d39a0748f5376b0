import type { SliceObject } from "../objects/endpoint-slice.ts";
import type { PodEvent } from "../target.ts";
import { podsNamedBy } from "./endpoints/slices.ts";
import type { Claim, HeldPods } from "./held-pods.ts";
import type { PodList, WatchedLists } from "./watched-lists.ts";

/**
 * Connections go to the endpoints of a Service until its slices forget them, whatever it selects by then.
 * @param strays pods held from before that may be in none of the lists; loses those that are in them, or gone
 */
export function goneFrom(
	{ pods, slices }: WatchedLists,
	held: HeldPods,
	strays: Set<string>,
): readonly PodEvent[] {
	if (strays.size === 0) return [];
	const endpoints = slices.map((list) => ({
		within: list.within,
		names: endpointPods([...list.slices.values()]),
	}));
	return [...strays].flatMap((name) => {
		const without = pods.filter((list) => !list.pods.has(name));
		const kept = without.filter((list) =>
			endpoints.some(({ within, names }) => within === list && names.has(name)),
		);
		if (kept.length === 0) strays.delete(name);
		const left = without.filter((list) => !kept.includes(list));
		return held.take(name, left.flatMap(noClaims));
	});
}

/** The pods that slices name, as lists of pods have them. */
const endpointPods = (slices: readonly SliceObject[]): ReadonlySet<string> =>
	new Set(
		slices.flatMap((slice) =>
			[...podsNamedBy([slice])].map(
				(name) => `${slice.metadata?.namespace}/${name}`,
			),
		),
	);

/** What the targets of a list make of a pod that is not in it. */
export const noClaims = ({ targets }: PodList): readonly Claim[] =>
	targets.map(({ rank }) => ({ source: rank, target: undefined }));
