import { PluginError } from "../../../errors.ts";
import type { WorkloadArgument } from "../../target.ts";
import { fulfilled } from "../fulfilled.ts";
import { kindOfTarget } from "../kinds.ts";
import { joinSelectors } from "../label-selector.ts";
import { absentObjectSource } from "./absent-object.ts";
import { discoveredPodSource } from "./discovered-pods.ts";
import { namedPodSource } from "./named-pods.ts";
import { noneSelected } from "./no-pods.ts";
import {
	acceptAnyPort,
	cluesOf,
	type Listing,
	type Lookup,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { servicePodSource } from "./service-pods.ts";
import { workloadPodSource } from "./workload-pods.ts";

/**
 * One source for each target, in their order; the objects that targets name are read at the same time, once.
 * Without targets it is the source of `-l`, and without that of discovery.
 * @throws PluginError of the first target, in their order, that cannot be a source
 */
export async function podSources(
	lookup: Lookup,
): Promise<readonly PodSource[]> {
	const { targets, selector } = lookup.query;
	if (targets.length === 0)
		return [
			selector === undefined || selector === ""
				? discoveredPodSource(lookup)
				: selectedPodSource(lookup),
		];
	const read = await Promise.allSettled(
		targets.map((target) => sourceOf(lookup, target)),
	);
	return read.map(fulfilled);
}

async function sourceOf(
	lookup: Lookup,
	target: WorkloadArgument,
): Promise<PodSource> {
	try {
		return await sourceFound(lookup, target);
	} catch (caught) {
		const isAbsent =
			caught instanceof PluginError && caught.code === "not-found";
		if (lookup.absent !== "awaited" || !isAbsent) throw caught;
		const again = () => sourceOf(lookup, target);
		return absentObjectSource(lookup, target, caught, again);
	}
}

async function sourceFound(
	lookup: Lookup,
	target: WorkloadArgument,
): Promise<PodSource> {
	switch (kindOfTarget(target).selects) {
		case "itself":
			return namedPodSource(lookup, target);
		case "service":
			return servicePodSource(lookup, target);
		case "map":
		case "label-selector":
			return workloadPodSource(lookup, target);
	}
}

function selectedPodSource({ query }: Lookup): PodSource {
	const origin = joinSelectors(query.selector, query.fieldSelector);
	return {
		listing: podListing(query),
		origin,
		originOf: () => origin,
		cluesOn: () => cluesOf(query),
		accepts: acceptAnyPort,
		nothing: async () => noneSelected(query),
	};
}

/** What reads the same list of pods, so that it is asked for once. */
type SharedListing<Reader> = {
	readonly listing: Listing;
	readonly sources: readonly Reader[];
};

/** Groups sources by their list. */
export function shareListings<Reader extends Pick<PodSource, "listing">>(
	sources: readonly Reader[],
): readonly SharedListing<Reader>[] {
	const groups = Map.groupBy(sources, ({ listing }) => JSON.stringify(listing));
	return [...groups.values()].flatMap((group) =>
		group[0] === undefined
			? []
			: [{ listing: group[0].listing, sources: group }],
	);
}
