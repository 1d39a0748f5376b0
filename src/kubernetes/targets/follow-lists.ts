import type { WatchEvent } from "../api.ts";
import type { SliceObject } from "../objects/endpoint-slice.ts";
import type { PodObject } from "../objects/pod-object.ts";
import type { PodEvent, PodQuery } from "../target.ts";
import {
	type Gaps,
	isWatchedAs,
	objectEvents,
	sourcesWith,
	standing,
} from "./follow-object.ts";
import type { Claim, HeldPods } from "./held-pods.ts";
import type { lackingTargets } from "./lacking-targets.ts";
import { requirePortSomewhere, targetFrom } from "./pod-target.ts";
import type { KnownServices } from "./service-reader.ts";
import type { PodSource } from "./source/pod-source.ts";
import { goneFrom, noClaims } from "./strays.ts";
import type {
	Followed,
	PodList,
	Seen,
	SeenOf,
	SliceList,
	WatchedLists,
} from "./watched-lists.ts";

/** The EndpointSlices of a Service, all of them, when they have changed. */
export type SlicesEvent = {
	readonly type: "slices";
	readonly slices: readonly SliceObject[];
};

/** What outlasts the lists that are watched at a time. */
export type Following = {
	readonly held: HeldPods;
	services: KnownServices;
	readonly query: PodQuery;
	/** Tells which targets have no pods, when they are others than before. */
	readonly lacking: ReturnType<typeof lackingTargets>;
	/** `all`, once everything there was at the start has been told. */
	extent: "some" | "all";
};

/**
 * Tells what becomes of the pods, by what is seen of the lists. Ends where an object that a target names says that its pods are in another
 * list: the return value has the sources from there on. Pods that are held from before, and are in none of the lists, are told to be gone once
 * no slice names them.
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
	const strays = new Set(following.held.names());
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
			yield* goneFrom({ pods, slices }, following.held, strays);
		yield* await following.lacking(pods);
		if (!isListed) continue;
		requireOnce(following);
		yield* standing(gaps);
	}
	return undefined;
}

/** Tells what becomes of the pods of a target by its object; the return value has the sources where they are in another list. */
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
		yield* await claimedAnew(of, source, pods, following);
		if (gaps.incomplete.size === 0) yield* await following.lacking(pods);
	}
	if (wasRefused && !gaps.refused.has(of)) yield* standing(gaps);
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
	// Until all are listed, those there are already would name too few pods.
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
	const events = await renamed(list, slices, following);
	yield* events.filter(({ type }) => type !== "gone");
	yield { type: "slices", slices };
	yield* events.filter(({ type }) => type === "gone");
}

/** What becomes of the pods of a Service whose slices name other pods, or other ports. */
async function renamed(
	{ target, within }: SliceList,
	slices: readonly SliceObject[],
	following: Following,
): Promise<readonly PodEvent[]> {
	const source = target.source.slices?.sourceBy?.(slices) ?? target.source;
	return source === target.source
		? []
		: claimedAnew(target, source, [within], following);
}

/** What becomes of the pods of a target that has another source within its list, which is one of these. */
async function claimedAnew(
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
