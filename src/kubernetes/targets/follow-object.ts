import { isDeepStrictEqual } from "node:util";
import { type ErrorCode, PluginError, toPluginError } from "../../errors.ts";
import type { PodEvent } from "../target.ts";
import type { ObjectNow, PodSource } from "./source/pod-source.ts";
import type { Followed, PodList, SeenOf, SliceList } from "./watched-lists.ts";

/** Why the pods are not known in full. */
export type Gaps = {
	readonly incomplete: Set<PodList | SliceList>;
	/** Targets that are none any more, or whose pods cannot be known, with the error and the object that causes it. */
	readonly refused: Map<Followed, { object: ObjectNow; error: PluginError }>;
	/** Lists that may not be watched any more, with the error. */
	readonly unwatched: Map<SliceList, PluginError>;
};

/** Yields, once all lists are complete, that the pods are followed, or why some are not. It ends any report of an interruption. */
export function* syncedOrRefused({
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
 * Returns the source after an event of a target's object; undefined when it is the same as before. When the object is deleted, its pods
 * stay as they are. When it is no target any more, or its pods cannot be known, they stay too, and `refused` is yielded. Such an object
 * is read again once its watch is complete again.
 * @param extent `all`, once everything of the start has been reported
 * @throws PluginError when the target is none at the start or when it first appears, and when its pods cannot be known then
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
	const now = await changedSource(object, of.source).catch(toPluginError);
	if (now instanceof PluginError) {
		const isNew = extent === "some" || of.source.object?.notFound !== undefined;
		if (isNew || ENDS.has(now.code)) throw now;
		if (!refused.has(of)) yield { type: "refused", error: now };
		refused.set(of, { object, error: now });
		return undefined;
	}
	refused.delete(of);
	return now;
}

/** Returns the source for the current object; undefined when it says the same. @throws PluginError where there can be none */
async function changedSource(
	now: ObjectNow,
	{ object }: PodSource,
): Promise<PodSource | undefined> {
	if (isDeepStrictEqual(now.state, object?.state)) return undefined;
	const { before } = object ?? {};
	const isAgain = isDeepStrictEqual(now.state, before?.state);
	return isAgain ? before?.source() : now.source();
}

/** The errors that end every watch. */
const ENDS: ReadonlySet<ErrorCode> = new Set(["cancelled", "internal"]);

/** Returns the source of a target whose object is deleted, until it exists again. The deletion is then the reason for a lack of pods. */
function withoutObject(source: PodSource): PodSource {
	const { object, origin, slices } = source;
	if (object === undefined) return source;
	const sourceFor = slices?.sourceFor;
	return {
		...source,
		// The slices disappear after their Service, so sources from later slices need the same change.
		...(slices && sourceFor
			? {
					slices: {
						...slices,
						sourceFor: (now) => withoutObject(sourceFor(now)),
					},
				}
			: {}),
		// Its pods may go on serving for a while, or for ever where they were orphaned.
		lack: () => ({
			lacks: "object",
			error: new PluginError("not-found", `${origin} has been deleted`),
		}),
		object: {
			...object,
			state: undefined,
			before: object.state && {
				state: object.state,
				source: async () => source,
			},
		},
	};
}

/** Whether two sources need the same watches, so that one can replace the other. */
export const isWatchedAs = (a: PodSource, b: PodSource): boolean =>
	isDeepStrictEqual(watchedFor(a), watchedFor(b));

const watchedFor = ({ listing, slices, object }: PodSource) => [
	listing,
	slices?.listing,
	slices?.sourceFor === undefined,
	object?.listing,
];

/** Returns the sources with the one of `changed` replaced, in the order of the targets. */
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
