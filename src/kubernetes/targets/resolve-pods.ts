import { joinErrors } from "../../errors.ts";
import type { ApiClient } from "../api.ts";
import { isExpectedToServe } from "../expected.ts";
import type { PodObject } from "../objects/pod-object.ts";
import type { LackingTarget, PodQuery, PodTarget } from "../target.ts";
import {
	compareTargets,
	requirePortSomewhere,
	targetFrom,
} from "./pod-target.ts";
import { serviceReader } from "./service-reader.ts";
import {
	askedElsewhere,
	lackingOf,
	lackingPods,
	lookedForBy,
} from "./source/lacking.ts";
import { listPods } from "./source/list-pods.ts";
import type { Lookup, PodCount, PodSource } from "./source/pod-source.ts";
import { seekSources, shareListings } from "./source/pod-sources.ts";

/** The pods of a query, and its targets without pods, or that lack something, in the order in which they were named. */
export type FoundPods = {
	readonly targets: readonly PodTarget[];
	readonly lacking: readonly LackingTarget[];
};

/**
 * Returns the pods of every target of a query.
 * @throws PluginError as {@link findPods}, and `target` or `not-found` for what has no pods; the error names every such target
 */
export async function resolvePods(
	...query: Parameters<typeof findPods>
): Promise<readonly PodTarget[]> {
	return ofEachTarget(await findPods(...query));
}

/** Returns the pods when every target has some, even if it lacks others. @throws PluginError the joined errors of the targets that have none */
export function ofEachTarget({
	targets,
	lacking,
}: FoundPods): readonly PodTarget[] {
	const empty = lacking.filter(({ pods }) => pods === undefined);
	const error = joinErrors(empty.map(({ error }) => error));
	if (error !== undefined) throw error;
	return targets;
}

/**
 * Finds the pods of a query, each with the port to dial, sorted by namespace, origin and name. Without targets and selector, these are
 * all gRPC workloads, found by evidence. A pod of several targets comes once, with the origin of the first. The requests are a get for
 * each named object, a list for each selector, and one list of Services when the pods alone do not show which port is gRPC.
 * @throws PluginError `port` for a port's name that no pod has, and what the API client throws
 */
export async function findPods(
	api: ApiClient,
	query: PodQuery,
	asked: Pick<Lookup, "signal" | "slices" | "onExpected">,
): Promise<FoundPods> {
	const lookup: Lookup = { api, query, ...asked, mode: "list" };
	const sought = await seekSources(lookup);
	const lists = await listAll(
		lookup,
		sought.flatMap((one) => (one.kind === "found" ? [one.source] : [])),
	);
	const readServices = serviceReader(lookup);
	const found = new Map<string, PodTarget>();
	const lacking: LackingTarget[] = [];
	for (const one of sought) {
		if (one.kind === "refused") {
			lacking.push(one.lacking);
			continue;
		}
		const { source } = one;
		const pods = lists.get(source) ?? [];
		const targets = await targetsOf(pods, source, readServices);
		if (targets.length === 0) lacking.push(await lackingPods(source, pods));
		else lacking.push(...lackingOf(source, countOf(targets, found)));
		for (const target of targets)
			found.set(keyOf(target), found.get(keyOf(target)) ?? target);
	}
	const targets = [...found.values()].sort(compareTargets);
	requirePortSomewhere(targets, query);
	return { targets, lacking: lacking.map((one) => lookedForBy(query, one)) };
}

const keyOf = ({ pod: { namespace, name } }: PodTarget): string =>
	`${namespace}/${name}`;

/** Counts the pods of a target. @param before the pods of the targets before it */
function countOf(
	targets: readonly PodTarget[],
	before: ReadonlyMap<string, PodTarget>,
): PodCount {
	const expected = targets.filter(({ pod }) => isExpectedToServe(pod));
	const [elsewhere] = expected.flatMap((target) => {
		const first = before.get(keyOf(target));
		return (first && askedElsewhere(first, target)) ?? [];
	});
	return { expected: expected.length, askedElsewhere: elsewhere };
}

async function listAll(
	lookup: Lookup,
	sources: readonly PodSource[],
): Promise<ReadonlyMap<PodSource, readonly PodObject[]>> {
	const lists = shareListings(sources).map(async ({ listing, sources }) => {
		const pods = await listPods(lookup, listing, sources);
		return sources.map((source) => [source, pods] as const);
	});
	return new Map((await Promise.all(lists)).flat());
}

async function targetsOf(
	pods: readonly PodObject[],
	source: PodSource,
	readServices: ReturnType<typeof serviceReader>,
): Promise<readonly PodTarget[]> {
	const targets = await Promise.all(
		pods.map((pod) => targetFrom(pod, source, readServices)),
	);
	return targets.filter((target) => target !== undefined);
}
