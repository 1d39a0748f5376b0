import type { PodEvent, PodQuery } from "../target.ts";
import { podEvents, reclaim } from "./claim-pods.ts";
import {
	type Gaps,
	isWatchedAs,
	objectEvents,
	sourcesWith,
	syncedOrRefused,
} from "./follow-object.ts";
import { type SlicesEvent, slicesSeen } from "./follow-slices.ts";
import type { HeldPods } from "./held-pods.ts";
import type { lackingTargets } from "./lacking-targets.ts";
import { requirePortSomewhere } from "./pod-target.ts";
import { removeGone } from "./remove-gone.ts";
import type { KnownServices } from "./service-reader.ts";
import type { PodSource } from "./source/pod-source.ts";
import type { PodList, Seen, SeenOf, WatchedLists } from "./watched-lists.ts";

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
