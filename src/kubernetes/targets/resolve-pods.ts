import { joinErrors } from "../../errors.ts";
import type { ApiClient } from "../api.ts";
import { counts } from "../expected.ts";
import { type PodObject, podObject } from "../objects/pod-object.ts";
import type { LackingTarget, PodQuery, PodTarget } from "../target.ts";
import {
	compareTargets,
	requirePortSomewhere,
	targetFrom,
} from "./pod-target.ts";
import { serviceReader } from "./service-reader.ts";
import { type Lookup, type PodSource, tooFewOf } from "./source/pod-source.ts";
import { seekSources, shareListings } from "./source/pod-sources.ts";
import { refusedSelector } from "./source/refused-selector.ts";

/** The pods of a query, and those of its targets that have none, or too few, in the order in which they were named. */
export type FoundPods = {
	readonly targets: readonly PodTarget[];
	readonly lacking: readonly LackingTarget[];
};

/**
 * The pods that a query means, of every target.
 * @throws PluginError as {@link findPods}, and `target` or `not-found` for what has no pods: of several targets every one is told
 */
export async function resolvePods(
	...query: Parameters<typeof findPods>
): Promise<readonly PodTarget[]> {
	return ofEachTarget(await findPods(...query));
}

/** What was found, where every target has pods, be they too few. @throws PluginError what is said of all that have none */
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
 * The pods that a query means (without targets and selector: every gRPC workload, found by evidence), each with the
 * port to dial, sorted by namespace, origin and name. A pod that several targets mean comes once, with the origin of the
 * first. It costs a get for each object named, a list for each selector, and one list of Services where the pods alone
 * do not say which port is gRPC.
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
		const expected = targets.filter(({ pod }) => counts(pod)).length;
		if (targets.length === 0)
			lacking.push({
				origin: source.origin,
				error: await source.nothing(pods),
			});
		else lacking.push(...tooFewOf(source, expected));
		for (const target of targets) {
			const { namespace, name } = target.pod;
			found.set(
				`${namespace}/${name}`,
				found.get(`${namespace}/${name}`) ?? target,
			);
		}
	}
	const targets = [...found.values()].sort(compareTargets);
	requirePortSomewhere(targets, query);
	return { targets, lacking };
}

async function listAll(
	{ api, query, signal }: Lookup,
	sources: readonly PodSource[],
): Promise<ReadonlyMap<PodSource, readonly PodObject[]>> {
	const lists = shareListings(sources).map(async ({ listing, sources }) => {
		const pods = await api
			.list(listing.path, podObject, { query: listing.query, signal })
			.catch((caught: unknown) => {
				throw refusedSelector(caught, query);
			});
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
