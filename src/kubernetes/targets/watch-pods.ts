import type { V1EndpointSlice, V1Pod } from "@kubernetes/client-node";
import type { ApiClient } from "../api.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import { type Claim, type HeldPods, holdPods } from "./held-pods.ts";
import { lackingTargets } from "./lacking-targets.ts";
import { mergeStreams } from "./merge-streams.ts";
import { requirePortSomewhere, targetFrom } from "./pod-target.ts";
import { type KnownServices, serviceReader } from "./service-reader.ts";
import type { Lookup } from "./source/pod-source.ts";
import { podSources } from "./source/pod-sources.ts";
import {
	type Followed,
	type Seen,
	type SliceList,
	type WatchedLists,
	watchedLists,
	watchPodList,
	watchSliceList,
} from "./watched-lists.ts";

/** The signal ends the watches. */
export type WatchOptions = Pick<Lookup, "signal" | "slices">;

/** The EndpointSlices of a Service, all of them, when they have changed. */
export type SlicesEvent = {
	readonly type: "slices";
	readonly slices: readonly V1EndpointSlice[];
};

/**
 * Follows the pods of a query as they come, change and go: through rollouts, restarts and lost connections, until the
 * signal aborts. What targets name, and the Services, are read once at the start; a target without pods is followed all
 * the same and told of, and so are the EndpointSlices of a Service without a selector. An event comes when a fact of a pod changed,
 * not for every write to it.
 * @throws PluginError as `resolvePods` for targets that do not exist, and what retrying cannot heal
 */
export async function* watchPods(
	api: ApiClient,
	query: PodQuery,
	options: WatchOptions,
): AsyncGenerator<PodEvent> {
	for await (const event of watchLists(api, query, options, "deciding"))
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
	return watchLists(api, query, options, "all");
}

async function* watchLists(
	api: ApiClient,
	query: PodQuery,
	{ signal, slices }: WatchOptions,
	told: "all" | "deciding",
): AsyncGenerator<PodEvent | SlicesEvent> {
	const left = new AbortController();
	const either = AbortSignal.any([signal, left.signal]);
	const lookup: Lookup = { api, query, signal: either, slices, mode: "watch" };
	const sources = await podSources(lookup);
	const services = await serviceReader(lookup)();
	const lists = watchedLists(sources, told);
	const stream = mergeStreams([
		...lists.pods.map((list) => watchPodList(lookup, list)),
		...lists.slices.map((list) => watchSliceList(lookup, list)),
	]);
	try {
		yield* followed(stream, lists, { held: holdPods(), services, query });
	} finally {
		left.abort();
	}
}

type Holding = {
	readonly held: HeldPods;
	readonly services: KnownServices;
	readonly query: PodQuery;
};

async function* followed(
	stream: AsyncIterable<Seen>,
	{ pods, slices }: WatchedLists,
	holding: Holding,
): AsyncGenerator<PodEvent | SlicesEvent> {
	const incomplete = new Set<Seen["of"]>([...pods, ...slices]);
	const lacking = lackingTargets(pods, holding.held);
	let extent: "some" | "all" = "some";
	for await (const seen of stream) {
		const { of, event } = seen;
		if (event.type === "interrupted") {
			incomplete.add(of);
			yield event;
			continue;
		}
		if (event.type === "synced") incomplete.delete(of);
		if (seen.kind === "pods") yield* await podEvents(seen, holding);
		else {
			takeSlice(seen);
			// Until all are listed, those there are already would name too few pods.
			if (!incomplete.has(of)) yield* sliceEvents(seen.of, holding);
		}
		if (incomplete.size === 0) yield* await lacking();
		if (event.type !== "synced" || incomplete.size > 0) continue;
		if (extent === "some")
			requirePortSomewhere(holding.held.targets(), holding.query);
		extent = "all";
		yield event;
	}
}

type SeenOf<Kind> = Extract<Seen, { readonly kind: Kind }>;

async function podEvents(
	{ of, event }: SeenOf<"pods">,
	{ held, services }: Holding,
): Promise<readonly PodEvent[]> {
	if (event.type === "synced" || event.type === "interrupted") return [];
	const name = podName(event.object);
	if (event.type === "deleted") {
		of.pods.delete(name);
		const none = of.targets.map(({ rank }) => ({
			source: rank,
			target: undefined,
		}));
		return held.take(name, none);
	}
	of.pods.set(name, event.object);
	const claims = of.targets.map((target) =>
		claimOn(event.object, target, services),
	);
	return held.take(name, await Promise.all(claims));
}

const podName = ({ metadata }: V1Pod): string =>
	`${metadata?.namespace}/${metadata?.name}`;

async function claimOn(
	pod: V1Pod,
	{ rank, source }: Followed,
	services: KnownServices,
): Promise<Claim> {
	const target = await targetFrom(pod, source, async () => services);
	return { source: rank, target };
}

function takeSlice({ of, event }: SeenOf<"slices">): void {
	if (event.type === "synced" || event.type === "interrupted") return;
	const name = event.object.metadata?.name ?? "";
	if (event.type === "deleted") of.slices.delete(name);
	else of.slices.set(name, event.object);
}

async function* sliceEvents(
	list: SliceList,
	holding: Holding,
): AsyncGenerator<PodEvent | SlicesEvent> {
	const slices = [...list.slices.values()];
	const events = await renamed(list, slices, holding);
	yield* events.filter(({ type }) => type !== "gone");
	yield { type: "slices", slices };
	yield* events.filter(({ type }) => type === "gone");
}

/** What becomes of the pods of a Service whose slices name other pods, or other ports. */
async function renamed(
	{ target, within }: SliceList,
	slices: readonly V1EndpointSlice[],
	{ held, services }: Holding,
): Promise<readonly PodEvent[]> {
	const source = target.source.slices?.sourceBy?.(slices) ?? target.source;
	if (source === target.source) return [];
	target.source = source;
	const events: PodEvent[] = [];
	for (const [name, pod] of within.pods)
		events.push(...held.take(name, [await claimOn(pod, target, services)]));
	return events;
}
