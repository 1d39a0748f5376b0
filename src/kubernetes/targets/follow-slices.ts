import type { WatchEvent } from "../api.ts";
import type { SliceObject } from "../objects/endpoint-slice.ts";
import type { PodEvent } from "../target.ts";
import { type Claiming, reclaim } from "./claim-pods.ts";
import type { Gaps } from "./follow-object.ts";
import type { SeenOf, SliceList } from "./watched-lists.ts";

/** All EndpointSlices of a Service, sent when they have changed. */
export type SlicesEvent = {
	readonly type: "slices";
	readonly slices: readonly SliceObject[];
};

/** Takes an event of a Service's EndpointSlices, and yields what it means for the pods that they name. */
export async function* slicesSeen(
	{ of, event }: SeenOf<"slices">,
	{ incomplete, unwatched }: Gaps,
	claiming: Claiming,
): AsyncGenerator<PodEvent | SlicesEvent> {
	if (event.type === "refused") {
		unwatched.set(of, event.error);
		return;
	}
	takeSlice(of, event);
	// Before all slices are listed, the known ones would name too few pods.
	if (!incomplete.has(of)) yield* sliceEvents(of, claiming);
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
	claiming: Claiming,
): AsyncGenerator<PodEvent | SlicesEvent> {
	const slices = [...list.slices.values()];
	const events = await applySlices(list, slices, claiming);
	yield* events.filter(({ type }) => type !== "gone");
	yield { type: "slices", slices };
	yield* events.filter(({ type }) => type === "gone");
}

/** Returns the events for the pods of a Service whose slices name other pods or other ports. */
async function applySlices(
	{ target, within }: SliceList,
	slices: readonly SliceObject[],
	claiming: Claiming,
): Promise<readonly PodEvent[]> {
	const source = target.source.slices?.sourceFor?.(slices) ?? target.source;
	return source === target.source
		? []
		: reclaim(target, source, [within], claiming);
}
