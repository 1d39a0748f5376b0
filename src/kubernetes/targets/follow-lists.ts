import type { WatchEvent } from "../api.ts";
import type { SliceObject } from "../objects/endpoint-slice.ts";
import type { PodObject } from "../objects/pod-object.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import {
	type Gaps,
	isWatchedAs,
	objectEvents,
	sourcesWith,
	syncedOrRefused,
} from "./follow-object.ts";
import type { Claim, HeldPods } from "./held-pods.ts";
import type { lackingTargets } from "./lacking-targets.ts";
import { requirePortSomewhere, targetFrom } from "./pod-target.ts";
import { noClaims, removeGone } from "./remove-gone.ts";
import type { KnownServices } from "./service-reader.ts";
import type { PodSource } from "./source/pod-source.ts";
import type {
	Followed,
	PodList,
	Seen,
	SeenOf,
	SliceList,
	WatchedLists,
} from "./watched-lists.ts";

/** All EndpointSlices of a Service, sent when they have changed. */
export type SlicesEvent = {
	readonly type: "slices";
	readonly slices: readonly SliceObject[];
};

/** The state that outlasts a set of watched lists. */
export type Following = {
	readonly held: HeldPods;
	services: KnownServices;
	readonly query: PodQuery;
	/** Returns the event about targets without pods, when these targets have changed. */
	readonly lacking: ReturnType<typeof lackingTargets>;
	/** `all`, once everything of the start has been reported. */
	extent: "some" | "all";
};

/**
 * Yields what happens to the pods, from the events of the lists. It ends when the object of a target says that its pods are in another
 * list; the return value has the sources from then on. Pods that are held from before and are in none of the lists are reported as gone
 * once no slice names them.
 * @throws PluginError `port` and `target` at the start, as `requirePortSomewhere`, and what ends the stream
 */
export async function* followLists(
	stream: AsyncIterable<Seen>,
	{ pods, slices }: WatchedLists,
	following: Following,
): AsyncGenerator<
	PodEvent | SlicesEvent,
	readonly PodSource[] | undefined,
	void
> {
	const gaps: Gaps = {
		incomplete: new Set([...pods, ...slices]),
		refused: new Map(),
		unwatched: new Map(),
	};
	const { incomplete } = gaps;
	const unlisted = new Set(following.held.names());
	for await (const seen of stream) {
		if (seen.kind === "object") {
			const sources = yield* takeObject(seen, pods, gaps, following);
			if (sources !== undefined) return sources;
			continue;
		}
		const { of, event } = seen;
		if (event.type === "interrupted") {
			incomplete.add(of);
			yield event;
			continue;
		}
		const isListed = event.type === "synced" || event.type === "refused";
		if (isListed) incomplete.delete(of);
		if (seen.kind === "pods") yield* await podEvents(seen, following);
		else yield* slicesSeen(seen, gaps, following);
		if (incomplete.size > 0) continue;
		if (seen.kind === "slices" || isListed)
			yield* removeGone({ pods, slices }, following.held, unlisted);
		yield* await following.lacking(pods);
		if (!isListed) continue;
		requireOnce(following);
		yield* syncedOrRefused(gaps);
	}
	return undefined;
}

/** Yields what a target's object means for its pods. Returns the new sources when the pods are in another list. */
async function* takeObject(
	seen: SeenOf<"object">,
	pods: readonly PodList[],
	gaps: Gaps,
	following: Following,
): AsyncGenerator<PodEvent, readonly PodSource[] | undefined, void> {
	const { of } = seen;
	const wasRefused = gaps.refused.has(of);
	const source = yield* objectEvents(seen, gaps, following.extent);
	if (source !== undefined) {
		if (!isWatchedAs(of.source, source))
			return sourcesWith(pods, { ...of, source });
		yield* await reclaim(of, source, pods, following);
		if (gaps.incomplete.size === 0) yield* await following.lacking(pods);
	}
	if (wasRefused && !gaps.refused.has(of)) yield* syncedOrRefused(gaps);
	return undefined;
}

function requireOnce(following: Following): void {
	if (following.extent === "some")
		requirePortSomewhere(following.held.targets(), following.query);
	following.extent = "all";
}

async function podEvents(
	{ of, event }: SeenOf<"pods">,
	{ held, services }: Following,
): Promise<readonly PodEvent[]> {
	if (event.type === "synced" || event.type === "interrupted") return [];
	const name = podName(event.object);
	if (event.type === "deleted") {
		of.pods.delete(name);
		return held.take(name, noClaims(of));
	}
	of.pods.set(name, event.object);
	const claims = of.targets.map((target) =>
		claimOn(event.object, target, services),
	);
	return held.take(name, await Promise.all(claims));
}

const podName = ({ metadata }: PodObject): string =>
	`${metadata?.namespace}/${metadata?.name}`;

async function claimOn(
	pod: PodObject,
	{ rank, source }: Followed,
	services: KnownServices,
): Promise<Claim> {
	const target = await targetFrom(pod, source, async () => services);
	return { source: rank, target };
}

async function* slicesSeen(
	{ of, event }: SeenOf<"slices">,
	{ incomplete, unwatched }: Gaps,
	following: Following,
): AsyncGenerator<PodEvent | SlicesEvent> {
	if (event.type === "refused") {
		unwatched.set(of, event.error);
		return;
	}
	takeSlice(of, event);
	// Before all slices are listed, the known ones would name too few pods.
	if (!incomplete.has(of)) yield* sliceEvents(of, following);
}

function takeSlice(
	{ slices }: SliceList,
	event: WatchEvent<SliceObject>,
): void {
	if (event.type === "synced" || event.type === "interrupted") return;
	const name = event.object.metadata?.name ?? "";
	if (event.type === "deleted") slices.delete(name);
	else slices.set(name, event.object);
}

async function* sliceEvents(
	list: SliceList,
	following: Following,
): AsyncGenerator<PodEvent | SlicesEvent> {
	const slices = [...list.slices.values()];
	const events = await applySlices(list, slices, following);
	yield* events.filter(({ type }) => type !== "gone");
	yield { type: "slices", slices };
	yield* events.filter(({ type }) => type === "gone");
}

/** Returns the events for the pods of a Service whose slices name other pods or other ports. */
async function applySlices(
	{ target, within }: SliceList,
	slices: readonly SliceObject[],
	following: Following,
): Promise<readonly PodEvent[]> {
	const source = target.source.slices?.sourceFor?.(slices) ?? target.source;
	return source === target.source
		? []
		: reclaim(target, source, [within], following);
}

/** Returns the events for the pods of a target with a new source in the same list. @param lists one of them has the target */
async function reclaim(
	target: Followed,
	source: PodSource,
	lists: readonly PodList[],
	{ held, services }: Following,
): Promise<readonly PodEvent[]> {
	target.source = source;
	const within = lists.find(({ targets }) => targets.includes(target));
	const events: PodEvent[] = [];
	for (const [name, pod] of within?.pods ?? [])
		events.push(...held.take(name, [await claimOn(pod, target, services)]));
	return events;
}
