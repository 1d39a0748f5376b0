import { type ErrorCode, joinErrors, PluginError } from "../../../errors.ts";
import type { LackingTarget, WorkloadArgument } from "../../target.ts";
import { kindOfTarget } from "../kinds.ts";
import { joinSelectors } from "../label-selector.ts";
import { absentObjectSource } from "./absent-object.ts";
import { discoveredPodSource } from "./discovered-pods.ts";
import { namedPodSource } from "./named-pods.ts";
import { noneSelected } from "./no-pods.ts";
import {
	cluesOf,
	type Listing,
	type Lookup,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { servicePodSource } from "./service-pods.ts";
import { workloadPodSource } from "./workload-pods.ts";

/** The source of a target, or the reason why it has none. */
type SoughtSource =
	| { readonly kind: "found"; readonly source: PodSource }
	| { readonly kind: "refused"; readonly lacking: LackingTarget };

/**
 * Returns one source for each target, in their order. The objects that targets name are read once, concurrently. Without targets, it
 * returns the source of `-l` or, without that, of discovery.
 * @throws PluginError the joined errors of all targets without a source, and what the API client throws
 */
export async function podSources(
	lookup: Lookup,
): Promise<readonly PodSource[]> {
	const sought = await seekSources(lookup);
	const errors = sought.flatMap((one) =>
		one.kind === "refused" ? [one.lacking.error] : [],
	);
	const error = joinErrors(errors);
	if (error !== undefined) throw error;
	return sought.flatMap((one) => (one.kind === "found" ? [one.source] : []));
}

/** As {@link podSources}, but a target without a source does not affect the others. @throws PluginError what the API client throws */
export async function seekSources(
	lookup: Lookup,
): Promise<readonly SoughtSource[]> {
	const { targets, selector } = lookup.query;
	if (targets.length === 0) {
		const source =
			selector === undefined || selector === ""
				? discoveredPodSource(lookup)
				: selectedPodSource(lookup);
		return [{ kind: "found", source }];
	}
	// All requests are awaited before one error is thrown, so that none is left behind.
	const read = await Promise.allSettled(
		targets.map((target) => sourceOf(lookup, target)),
	);
	return read.map((outcome, index) =>
		outcome.status === "fulfilled"
			? { kind: "found", source: outcome.value }
			: {
					kind: "refused",
					lacking: refusedTarget(targets[index], outcome.reason),
				},
	);
}

/** Errors that concern one target only. `forbidden` is one of them, since a user may have rights to some kinds only. */
const OF_ONE_TARGET: ReadonlySet<ErrorCode> = new Set([
	"not-found",
	"target",
	"forbidden",
]);

/** Returns the target as one without a source. @throws an error that does not concern the target itself */
function refusedTarget(
	target: WorkloadArgument | undefined,
	caught: unknown,
): LackingTarget {
	const isOfTarget =
		caught instanceof PluginError && OF_ONE_TARGET.has(caught.code);
	if (target === undefined || !isOfTarget) throw caught;
	const origin = `${kindOfTarget(target).label}/${target.name}`;
	return { origin, error: caught };
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

function selectedPodSource(lookup: Lookup): PodSource {
	const { query } = lookup;
	const origin = joinSelectors(query.selector, query.fieldSelector);
	return {
		listing: podListing(query),
		origin,
		originOf: () => origin,
		cluesOn: () => cluesOf(query),
		nothing: () => noneSelected(lookup),
	};
}

/** The sources with the same list of pods, so that it is requested once. */
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
