import { isDeepStrictEqual } from "node:util";
import type { PodEvent } from "../target.ts";
import type { HeldPods } from "./held-pods.ts";
import type { Followed, PodList } from "./watched-lists.ts";
import { workloadOf } from "./workload-of.ts";

/** What says why a target has no pods: its source, and whose pods are in its list. */
type Ground = Pick<Followed, "rank" | "source"> & {
	readonly workloads: ReadonlySet<string>;
};

/** Gives what tells which targets have no pods, and why, when that is another thing than it told last. */
export function lackingTargets(
	held: HeldPods,
): (lists: readonly PodList[]) => Promise<readonly PodEvent[]> {
	let looked: readonly Ground[] = [];
	let told: readonly (readonly string[])[] = [];
	return async (lists) => {
		const lacking = lists
			.flatMap(({ targets, pods }) =>
				targets
					.filter(({ rank }) => !held.has(rank))
					.map(({ rank, source }) => ({ rank, source, pods })),
			)
			// As they were named: those whose pods are in one list stand together in it.
			.toSorted((one, other) => one.rank - other.rank);
		const grounds = lacking.map(
			({ rank, source, pods }): Ground => ({
				rank,
				source,
				workloads: new Set([...pods.values()].map(workloadOf)),
			}),
		);
		if (isSame(grounds, looked)) return [];
		looked = grounds;
		const targets = await Promise.all(
			lacking.map(async ({ source: { origin, nothing }, pods }) => ({
				origin,
				error: await nothing([...pods.values()]),
			})),
		);
		const texts = targets.map(({ error: { message, hint } }) => [
			message,
			...hint,
		]);
		if (isDeepStrictEqual(texts, told)) return [];
		told = texts;
		return [{ type: "without-pods", targets }];
	};
}

/** Why is asked again only where it may be another reason: it may take a request. */
const isSame = (a: readonly Ground[], b: readonly Ground[]): boolean =>
	a.length === b.length &&
	a.every(({ rank, source, workloads }, index) => {
		const other = b[index];
		return (
			rank === other?.rank &&
			source === other.source &&
			isDeepStrictEqual(workloads, other.workloads)
		);
	});
