import { isDeepStrictEqual } from "node:util";
import { type ErrorCode, PluginError, toPluginError } from "../../errors.ts";
import type { PodEvent } from "../target.ts";
import type { ObjectNow, PodSource } from "./source/pod-source.ts";
import type { Followed, PodList, SeenOf, SliceList } from "./watched-lists.ts";

/** What keeps the pods from being known in full. */
export type Gaps = {
	readonly incomplete: Set<PodList | SliceList>;
	/** Targets that are none any more, or whose pods cannot be known: why, and the object that makes them so. */
	readonly refused: Map<Followed, { object: ObjectNow; error: PluginError }>;
	/** Lists that may not be watched any more, and why. */
	readonly unwatched: Map<SliceList, PluginError>;
};

/** Tells, once all lists are there, that the pods are followed, or why some are not: what else was told in between is over. */
export function* standing({
	incomplete,
	refused,
	unwatched,
}: Gaps): Generator<PodEvent> {
	if (incomplete.size > 0) return;
	const [error] = [
		...[...refused.values()].map(({ error }) => error),
		...unwatched.values(),
	];
	yield error === undefined ? { type: "synced" } : { type: "refused", error };
}

/**
 * Gives the source by what an object says of its target; undefined: the same as before. One that is deleted leaves its pods as they are; so
 * does one that is none any more, or whose pods cannot be known, and that is told. Then it is looked at again when its watch is whole again.
 * @param extent `all`, once everything there was at the start has been told
 * @throws PluginError for a target that is none at the start, or when it has come, and what keeps its pods from being known then
 */
export async function* objectEvents(
	{ of, event }: SeenOf<"object">,
	{ refused }: Gaps,
	extent: "some" | "all",
): AsyncGenerator<PodEvent, PodSource | undefined, void> {
	if (event.type === "deleted") {
		refused.delete(of);
		return withoutObject(of.source);
	}
	const object = "object" in event ? event.object : refused.get(of)?.object;
	if (object === undefined || event.type === "interrupted") return undefined;
	const now = await sourceBy(object, of.source).catch(toPluginError);
	if (now instanceof PluginError) {
		const isNew = extent === "some" || of.source.object?.absence !== undefined;
		if (isNew || ENDS.has(now.code)) throw now;
		if (!refused.has(of)) yield { type: "refused", error: now };
		refused.set(of, { object, error: now });
		return undefined;
	}
	refused.delete(of);
	return now;
}

/** The source by an object as it is now; undefined where it says the same as before. @throws PluginError where there can be none */
async function sourceBy(
	now: ObjectNow,
	{ object }: PodSource,
): Promise<PodSource | undefined> {
	if (isDeepStrictEqual(now.says, object?.says)) return undefined;
	const { before } = object ?? {};
	const isAgain = isDeepStrictEqual(now.says, before?.says);
	return isAgain ? before?.source() : now.source();
}

/** What no watch goes on after. */
const ENDS: ReadonlySet<ErrorCode> = new Set(["cancelled", "internal"]);

/** The source of a target whose object has been deleted, until there is one again: what it said explains nothing any more. */
function withoutObject(source: PodSource): PodSource {
	const { tooFew: _, ...rest } = source;
	const { object, origin, slices } = rest;
	if (object === undefined) return source;
	const sourceBy = slices?.sourceBy;
	return {
		...rest,
		// They go after their Service.
		...(slices && sourceBy
			? {
					slices: {
						...slices,
						sourceBy: (now) => withoutObject(sourceBy(now)),
					},
				}
			: {}),
		nothing: async () =>
			new PluginError("not-found", `${origin} has been deleted`),
		object: {
			...object,
			says: undefined,
			before: object.says && { says: object.says, source: async () => source },
		},
	};
}

/** Whether a source is to be watched as the one before it, which it may then take the place of. */
export const isWatchedAs = (a: PodSource, b: PodSource): boolean =>
	isDeepStrictEqual(watchedFor(a), watchedFor(b));

const watchedFor = ({ listing, slices, object }: PodSource) => [
	listing,
	slices?.listing,
	slices?.sourceBy === undefined,
	object?.listing,
];

/** The sources with that of one target changed, in the order of the targets. */
export function sourcesWith(
	pods: readonly PodList[],
	changed: Followed,
): readonly PodSource[] {
	return pods
		.flatMap(({ targets }) => targets)
		.map((target) => (target.rank === changed.rank ? changed : target))
		.toSorted((a, b) => a.rank - b.rank)
		.map(({ source }) => source);
}
