import { isDeepStrictEqual } from "node:util";
import type { LackingTarget, PodEvent, PodQuery } from "../target.ts";
import type { HeldPods } from "./held-pods.ts";
import { lackingOf, lackingPods, lookedForBy } from "./source/lacking.ts";
import type { PodCount } from "./source/pod-source.ts";
import type { Followed, PodList } from "./watched-lists.ts";
import { workloadOf } from "./workload-of.ts";

/** What the reason for lacking pods depends on: the source, its number of pods and, if none, the workloads of the pods in its list. */
type Reason = Pick<Followed, "rank" | "source"> & {
	readonly pods: PodCount | "none";
	readonly workloads: ReadonlySet<string>;
};

/** A target with the pods of its list. */
type Candidate = Pick<Followed, "rank" | "source"> & Pick<PodList, "pods">;

/** Returns the function that finds targets without pods, or that lack something, and why. It returns an event only after a change. */
export function lackingTargets(
	held: HeldPods,
	query: PodQuery,
): (lists: readonly PodList[]) => Promise<readonly PodEvent[]> {
	let knownReasons: readonly Reason[] = [];
	let reported: readonly object[] = [];
	const lacks = ({ rank, source }: Candidate) =>
		!held.has(rank) || lackingOf(source, held.count(rank)).length > 0;
	return async (lists) => {
		const lacking = lists
			.flatMap(({ targets, pods }) =>
				targets.map(({ rank, source }) => ({ rank, source, pods })),
			)
			.filter(lacks)
			// In the order in which they were named. Here, the targets whose pods share a list stand together.
			.toSorted((one, other) => one.rank - other.rank);
		const reasons = lacking.map((one) => reasonOf(one, held));
		if (isSame(reasons, knownReasons)) return [];
		knownReasons = reasons;
		const found = await Promise.all(
			lacking.map((one) => whyLacking(one, held)),
		);
		const targets = found.flat().map((one) => lookedForBy(query, one));
		const facts = targets.map(({ error: { message, hint }, ...rest }) => ({
			...rest,
			message,
			hint,
		}));
		if (isDeepStrictEqual(facts, reported)) return [];
		reported = facts;
		return [{ type: "without-pods", targets }];
	};
}

const reasonOf = ({ rank, source, pods }: Candidate, held: HeldPods): Reason =>
	held.has(rank)
		? { rank, source, pods: held.count(rank), workloads: new Set() }
		: {
				rank,
				source,
				pods: "none",
				workloads: new Set([...pods.values()].map(workloadOf)),
			};

async function whyLacking(
	{ rank, source, pods }: Candidate,
	held: HeldPods,
): Promise<readonly LackingTarget[]> {
	return held.has(rank)
		? lackingOf(source, held.count(rank))
		: [await lackingPods(source, [...pods.values()])];
}

/** Whether the reasons must be the same, so that they need not be found again. Finding a reason may take a request. */
const isSame = (a: readonly Reason[], b: readonly Reason[]): boolean =>
	a.length === b.length &&
	a.every(({ rank, source, pods, workloads }, index) => {
		const other = b[index];
		return (
			rank === other?.rank &&
			source === other.source &&
			isDeepStrictEqual(pods, other.pods) &&
			isDeepStrictEqual(workloads, other.workloads)
		);
	});
