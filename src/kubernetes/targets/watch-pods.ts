import type { V1Pod } from "@kubernetes/client-node";
import type { ApiClient, WatchEvent } from "../api.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import { type Claim, holdPods } from "./held-pods.ts";
import { mergeStreams } from "./merge-streams.ts";
import { requirePortSomewhere, targetFrom } from "./pod-target.ts";
import { type KnownServices, serviceReader } from "./service-reader.ts";
import type { Lookup, PodSource, SlicesNow } from "./source/pod-source.ts";
import {
	podSources,
	type SharedListing,
	shareListings,
} from "./source/pod-sources.ts";
import { refusedSelector } from "./source/refused-selector.ts";

/** How long pods are followed, and by which slices. */
export type WatchOptions = {
	/** Ends the watches. */
	readonly signal: AbortSignal;
	readonly slicesNow?: SlicesNow | undefined;
};

/**
 * Follows the pods of a query as they come, change and go: through rollouts, restarts and lost connections, until the
 * signal aborts. What targets name, and the Services, are read once at the start; a target without pods is followed all
 * the same. An event comes when a fact of a pod changed, not for every write to it.
 * @throws PluginError as `resolvePods` for targets that do not exist, and what retrying cannot heal
 */
export async function* watchPods(
	api: ApiClient,
	query: PodQuery,
	{ signal, slicesNow }: WatchOptions,
): AsyncGenerator<PodEvent> {
	const left = new AbortController();
	const lookup: Lookup = {
		api,
		query,
		signal: AbortSignal.any([signal, left.signal]),
		slicesNow,
	};
	const sources = await podSources(lookup);
	const services = await serviceReader(lookup)();
	const listings = shareListings(sources);
	const watches = listings.map((shared) => watchListing(lookup, shared));
	try {
		yield* followed(mergeStreams(watches), {
			listings,
			sources,
			services,
			query,
		});
	} finally {
		left.abort();
	}
}

type Seen = {
	readonly shared: SharedListing;
	readonly event: WatchEvent<V1Pod>;
};

async function* watchListing(
	{ api, query, signal }: Lookup,
	shared: SharedListing,
): AsyncGenerator<Seen> {
	const { path, query: selectors } = shared.listing;
	try {
		const events = api.watch<V1Pod>(path, { query: selectors, signal });
		for await (const event of events) yield { shared, event };
	} catch (caught) {
		throw refusedSelector(caught, query);
	}
}

type Following = {
	readonly listings: readonly SharedListing[];
	readonly sources: readonly PodSource[];
	readonly services: KnownServices;
	readonly query: PodQuery;
};

async function* followed(
	stream: AsyncIterable<Seen>,
	{ listings, sources, services, query }: Following,
): AsyncGenerator<PodEvent> {
	const held = holdPods();
	let extent: "some" | "all" = "some";
	const incomplete = new Set(listings);
	for await (const { shared, event } of stream) {
		switch (event.type) {
			case "interrupted":
				incomplete.add(shared);
				yield event;
				break;
			case "synced":
				incomplete.delete(shared);
				if (incomplete.size > 0) break;
				if (extent === "some") requirePortSomewhere(held.targets(), query);
				extent = "all";
				yield event;
				break;
			case "deleted":
				yield* held.take(nameOf(event.object), goneFrom(shared, sources));
				break;
			case "added":
			case "modified":
				yield* held.take(
					nameOf(event.object),
					await claimsOn(event.object, shared, sources, services),
				);
		}
	}
}

const nameOf = ({ metadata }: V1Pod): string =>
	`${metadata?.namespace}/${metadata?.name}`;

const goneFrom = (
	shared: SharedListing,
	sources: readonly PodSource[],
): readonly Claim[] =>
	shared.sources.map((source) => ({
		source: sources.indexOf(source),
		target: undefined,
	}));

const claimsOn = (
	pod: V1Pod,
	shared: SharedListing,
	sources: readonly PodSource[],
	services: KnownServices,
): Promise<readonly Claim[]> =>
	Promise.all(
		shared.sources.map(async (source) => ({
			source: sources.indexOf(source),
			target: await targetFrom(pod, source, async () => services),
		})),
	);
