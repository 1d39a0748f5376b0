import type { ApiClient } from "../api.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import { type Following, followLists } from "./follow-lists.ts";
import type { SlicesEvent } from "./follow-slices.ts";
import { holdPods } from "./held-pods.ts";
import { lackingTargets } from "./lacking-targets.ts";
import { serviceReader } from "./service-reader.ts";
import type { Lookup, PodSource } from "./source/pod-source.ts";
import { podSources } from "./source/pod-sources.ts";
import { type Watching, watchedLists, watchLists } from "./watched-lists.ts";

/** The options of a watch. The signal ends it. */
export type WatchOptions = Pick<Lookup, "signal" | "slices" | "absent">;

/**
 * Follows the pods of a query through rollouts, restarts and lost connections, until the signal aborts. It also watches the objects
 * that targets name, if the user may: another selector, port or uid means other pods. Other Services are read at the start, and again
 * when an awaited object has appeared. A target without pods is reported and still followed. The EndpointSlices of a Service without a
 * selector are followed, too. An event comes when a fact of a pod changes, not for every write to it.
 * @throws PluginError as `resolvePods` for targets that do not exist, where these are not awaited, and what retrying cannot heal
 */
export async function* watchPods(
	api: ApiClient,
	query: PodQuery,
	options: WatchOptions,
): AsyncGenerator<PodEvent> {
	for await (const event of watchTargets(api, query, options, "deciding"))
		if (event.type !== "slices") yield event;
}

/**
 * Follows the pods of a Service as {@link watchPods} does, and its EndpointSlices. When the slices name the Service's pods, newly named
 * pods are reported before the slices, and dropped ones after them.
 */
export function watchPodsAndSlices(
	api: ApiClient,
	query: PodQuery,
	options: WatchOptions,
): AsyncGenerator<PodEvent | SlicesEvent> {
	return watchTargets(api, query, options, "all");
}

async function* watchTargets(
	api: ApiClient,
	query: PodQuery,
	{ signal, slices, absent }: WatchOptions,
	slicesToWatch: "all" | "deciding",
): AsyncGenerator<PodEvent | SlicesEvent> {
	const lookup: Lookup = { api, query, signal, slices, absent, mode: "watch" };
	let sources: readonly PodSource[] | undefined = await podSources(lookup);
	const held = holdPods();
	const following: Following = {
		held,
		lacking: lackingTargets(held, query),
		services: await serviceReader(lookup)(),
		query,
		extent: "some",
	};
	for (
		let before: Watching["before"] = "none";
		sources !== undefined;
		before = "lost"
	) {
		const isAwaited = sources.some(({ object }) => object?.notFound);
		sources = yield* watchSources(
			{ ...lookup, before },
			sources,
			following,
			slicesToWatch,
		);
		// The Services of an awaited object exist by now, most often since before the object.
		if (isAwaited && sources !== undefined)
			following.services = await serviceReader(lookup)();
	}
}

/** Follows the pods of these sources until the signal aborts, or until other sources replace them, which it returns. */
async function* watchSources(
	watching: Watching,
	sources: readonly PodSource[],
	following: Following,
	slicesToWatch: "all" | "deciding",
): AsyncGenerator<
	PodEvent | SlicesEvent,
	readonly PodSource[] | undefined,
	void
> {
	const left = new AbortController();
	const signal = AbortSignal.any([watching.signal, left.signal]);
	const lists = watchedLists(sources, slicesToWatch);
	const seen = watchLists({ ...watching, signal }, lists);
	try {
		return yield* followLists(seen, lists, following);
	} finally {
		left.abort();
	}
}
