import { type PluginError, toPluginError } from "../../errors.ts";
import type { WatchEvent, WatchRequestOptions } from "../api.ts";
import { type SliceObject, sliceObject } from "../objects/endpoint-slice.ts";
import { type PodObject, podObject } from "../objects/pod-object.ts";
import type { PodEvent } from "../target.ts";
import { mergeStreams } from "./merge-streams.ts";
import type {
	Listing,
	Lookup,
	ObjectNow,
	PodSource,
} from "./source/pod-source.ts";
import { shareListings } from "./source/pod-sources.ts";
import { refusedSelector } from "./source/refused-selector.ts";

/** A followed target: its current source, and its rank among the targets that claim the same pod. */
export type Followed = {
	readonly rank: number;
	readonly listing: Listing;
	source: PodSource;
};

/** A watched list of pods, shared by all targets whose pods are in it. */
export type PodList = {
	readonly targets: readonly Followed[];
	readonly listing: Listing;
	/** The current pods, by `NAMESPACE/NAME`. */
	readonly pods: Map<string, PodObject>;
};

/** The watched EndpointSlices of a Service. */
export type SliceList = {
	readonly target: Followed;
	readonly listing: Listing;
	/** The list that contains the Service's pods. */
	readonly within: PodList;
	/** The current slices, by name. */
	readonly slices: Map<string, SliceObject>;
};

type Refusal = Extract<PodEvent, { readonly type: "refused" }>;

/** An event of one of the lists. */
export type Seen =
	| {
			readonly kind: "pods";
			readonly of: PodList;
			readonly event: WatchEvent<PodObject>;
	  }
	| {
			readonly kind: "slices";
			readonly of: SliceList;
			/** `refused`: the slices cannot be watched any more. */
			readonly event: WatchEvent<SliceObject> | Refusal;
	  }
	| {
			readonly kind: "object";
			readonly of: Followed;
			readonly event: WatchEvent<ObjectNow>;
	  };

/** The events of one kind of watch. */
export type SeenOf<Kind> = Extract<Seen, { readonly kind: Kind }>;

/** The lists to watch for some targets. */
export type WatchedLists = {
	readonly pods: readonly PodList[];
	readonly slices: readonly SliceList[];
};

/**
 * Returns the lists to watch for these sources.
 * @param slices the slices of `all` Services, or only those `deciding` which pods belong to a Service
 */
export function watchedLists(
	sources: readonly PodSource[],
	slices: "all" | "deciding",
): WatchedLists {
	const targets = sources.map(
		(source, rank): Followed => ({ rank, listing: source.listing, source }),
	);
	const pods = shareListings(targets).map(
		({ listing, sources: sharing }): PodList => ({
			listing,
			targets: sharing,
			pods: new Map(),
		}),
	);
	return {
		pods,
		slices: pods.flatMap((within) =>
			within.targets.flatMap((target) => {
				const own = target.source.slices;
				if (own === undefined) return [];
				if (slices === "deciding" && own.sourceFor === undefined) return [];
				return [{ target, listing: own.listing, within, slices: new Map() }];
			}),
		),
	};
}

/** How to watch. `before` says whether other lists were watched for the same targets. */
export type Watching = Lookup & Required<Pick<WatchRequestOptions, "before">>;

/** Watches all lists, and the objects that the targets name. @throws PluginError of the first watch that retrying cannot heal */
export function watchLists(
	watching: Watching,
	{ pods, slices }: WatchedLists,
): AsyncIterable<Seen> {
	return mergeStreams<Seen>([
		...pods.map((list) => watchPodList(watching, list)),
		...slices.map((list) => watchSliceList(watching, list)),
		...pods.flatMap(({ targets }) =>
			targets.map((target) => watchObject(watching, target)),
		),
	]);
}

/** Watches a list of pods. @throws PluginError as `ApiClient.watch`, and `bad-input` for a selector that the API server refuses */
async function* watchPodList(
	{ api, query, signal, before }: Watching,
	of: PodList,
): AsyncGenerator<Seen> {
	const { path, query: selectors } = of.listing;
	const options = { query: selectors, signal, before };
	try {
		const events = api.watch(path, podObject, options);
		for await (const event of events) yield { kind: "pods", of, event };
	} catch (caught) {
		throw refusedSelector(caught, query);
	}
}

/**
 * Watches the slices of a Service. In a later watch, a missing right to watch them is an event and no error, because the pods are
 * followed already.
 * @throws PluginError as `ApiClient.watch`
 */
async function* watchSliceList(
	{ api, signal, before }: Watching,
	of: SliceList,
): AsyncGenerator<Seen> {
	const { path, query } = of.listing;
	try {
		const options = { query, signal, before };
		const events = api.watch(path, sliceObject, options);
		for await (const event of events) yield { kind: "slices", of, event };
	} catch (caught) {
		const error = toPluginError(caught);
		if (before === "none" || !mayNotBeWatched(error)) throw error;
		yield { kind: "slices", of, event: { type: "refused", error } };
	}
}

/** Whether the user has no right to watch, or the kind no longer exists. */
const mayNotBeWatched = ({ code }: PluginError): boolean =>
	code === "forbidden" || code === "not-found";

/**
 * Watches the object that a target names. When the user may not watch it, or its kind no longer exists, the object is assumed to stay
 * as it is.
 * @throws PluginError as `ApiClient.watch`, and `not-found` for an awaited object that cannot be watched
 */
async function* watchObject(
	{ api, signal, before }: Watching,
	of: Followed,
): AsyncGenerator<Seen> {
	if (of.source.object === undefined) return;
	const { listing, read } = of.source.object;
	const options = { query: listing.query, signal, before };
	try {
		const events = api.watch(listing.path, read, options);
		for await (const event of events) yield { kind: "object", of, event };
	} catch (caught) {
		if (!mayNotBeWatched(toPluginError(caught))) throw caught;
		const { notFound, unwatched } = of.source.object;
		if (notFound !== undefined) throw notFound;
		if (unwatched !== undefined)
			yield {
				kind: "object",
				of,
				event: { type: "modified", object: unwatched },
			};
	}
}
