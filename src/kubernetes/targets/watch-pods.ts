import type { ApiClient } from "../api.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import {
	type Following,
	followLists,
	type SlicesEvent,
} from "./follow-lists.ts";
import { holdPods } from "./held-pods.ts";
import { lackingTargets } from "./lacking-targets.ts";
import { serviceReader } from "./service-reader.ts";
import type { Lookup, PodSource } from "./source/pod-source.ts";
import { podSources } from "./source/pod-sources.ts";
import { type Watching, watchedLists, watchLists } from "./watched-lists.ts";

/** The signal ends the watches. */
export type WatchOptions = Pick<Lookup, "signal" | "slices" | "absent">;

/**
 * Follows the pods of a query as they come, change and go: through rollouts, restarts and lost connections, until the
 * signal aborts. So are the objects that targets name, for those who may watch them: where one has another selector, other ports
 * or another uid, its pods are others. The other Services are read at the start, and once more when an object that was awaited has
 * come. A target without pods is followed all the same and told of, and so are the EndpointSlices of a Service without a selector.
 * An event comes when a fact of a pod changed, not for every write to it.
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
 * Follows the pods of a Service as {@link watchPods} does, and its EndpointSlices. Without a selector these name the pods: those that they
 * name anew are told before them, and those that they name no more after them.
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
	told: "all" | "deciding",
): AsyncGenerator<PodEvent | SlicesEvent> {
	const lookup: Lookup = { api, query, signal, slices, absent, mode: "watch" };
	let sources: readonly PodSource[] | undefined = await podSources(lookup);
	const held = holdPods();
	const following: Following = {
		held,
		lacking: lackingTargets(held),
		services: await serviceReader(lookup)(),
		query,
		extent: "some",
	};
	for (
		let before: Watching["before"] = "none";
		sources !== undefined;
		before = "lost"
	) {
		const isAwaited = sources.some(({ object }) => object?.absence);
		sources = yield* watchSources(
			{ ...lookup, before },
			sources,
			following,
			told,
		);
		// What has come has brought its Services, most often ahead of it.
		if (isAwaited && sources !== undefined)
			following.services = await serviceReader(lookup)();
	}
}

/** Follows the pods of these sources until the signal aborts or, as the return value tells, they are to be others. */
async function* watchSources(
	watching: Watching,
	sources: readonly PodSource[],
	following: Following,
	told: "all" | "deciding",
): AsyncGenerator<
	PodEvent | SlicesEvent,
	readonly PodSource[] | undefined,
	void
> {
	const left = new AbortController();
	const signal = AbortSignal.any([watching.signal, left.signal]);
	const lists = watchedLists(sources, told);
	const seen = watchLists({ ...watching, signal }, lists);
	try {
		return yield* followLists(seen, lists, following);
	} finally {
		left.abort();
	}
}
