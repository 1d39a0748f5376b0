import { isDeepStrictEqual } from "node:util";
import { isExpectedToServe } from "../expected.ts";
import type { PodEvent, PodTarget } from "../target.ts";
import { askedElsewhere } from "./source/lacking.ts";
import type { AskedElsewhere, PodCount } from "./source/pod-source.ts";

/** The claim of one source on a pod. The target is undefined when the pod is gone or does not belong to the source. */
export type Claim = {
	readonly source: number;
	readonly target: PodTarget | undefined;
};

/** The pods that a watch holds, by name. A pod that several sources claim belongs to the first of them. */
export type HeldPods = {
	/** Applies the claims on one pod and returns the resulting events, none when no fact changed. */
	readonly take: (pod: string, claims: readonly Claim[]) => readonly PodEvent[];
	readonly targets: () => readonly PodTarget[];
	/** Whether a source has any pod, even if the pod belongs to an earlier source. */
	readonly has: (source: number) => boolean;
	readonly count: (source: number) => PodCount;
	readonly names: () => readonly string[];
};

/** Creates the state without pods. It keeps one record per pod and source, and none for a pod that is gone. */
export function holdPods(): HeldPods {
	const held = new Map<string, ReadonlyMap<number, PodTarget>>();
	const all = new Map<number, number>();
	const expected = new Map<number, number>();
	const elsewhere = new Map<number, Map<string, AskedElsewhere>>();
	const add = (to: Map<number, number>, source: number, by: 1 | -1) =>
		void to.set(source, (to.get(source) ?? 0) + by);
	const count = (
		targets: ReadonlyMap<number, PodTarget> | undefined,
		by: 1 | -1,
	) => {
		for (const [source, target] of targets ?? []) {
			add(all, source, by);
			if (isExpectedToServe(target.pod)) add(expected, source, by);
		}
	};
	const noteElsewhere = (
		pod: string,
		targets: ReadonlyMap<number, PodTarget>,
	) => {
		for (const pods of elsewhere.values()) pods.delete(pod);
		const first = firstOf(targets);
		for (const [source, target] of targets) {
			if (first === undefined || !isExpectedToServe(target.pod)) continue;
			const how = askedElsewhere(first, target);
			if (how === undefined) continue;
			const pods = elsewhere.get(source) ?? new Map<string, AskedElsewhere>();
			elsewhere.set(source, pods.set(pod, how));
		}
	};
	return {
		take: (pod, claims) => {
			const before = held.get(pod);
			const after = withClaims(before, claims);
			if (after.size === 0) held.delete(pod);
			else held.set(pod, after);
			count(before, -1);
			count(after, 1);
			noteElsewhere(pod, after);
			return changes(firstOf(before), firstOf(after));
		},
		targets: () =>
			[...held.values()].map(firstOf).filter((target) => target !== undefined),
		has: (source) => (all.get(source) ?? 0) > 0,
		count: (source) => ({
			expected: expected.get(source) ?? 0,
			askedElsewhere: elsewhere.get(source)?.values().next().value,
		}),
		names: () => [...held.keys()],
	};
}

function withClaims(
	before: ReadonlyMap<number, PodTarget> | undefined,
	claims: readonly Claim[],
): ReadonlyMap<number, PodTarget> {
	const after = new Map(before);
	for (const { source, target } of claims) {
		if (target === undefined) after.delete(source);
		else after.set(source, target);
	}
	return after;
}

function firstOf(
	targets: ReadonlyMap<number, PodTarget> | undefined,
): PodTarget | undefined {
	const first = Math.min(...(targets?.keys() ?? []));
	return targets?.get(first);
}

/** Returns the events for a changed pod. A StatefulSet creates its next pod under the same name, so another uid is another pod. */
function changes(
	before: PodTarget | undefined,
	after: PodTarget | undefined,
): readonly PodEvent[] {
	if (isDeepStrictEqual(before, after)) return [];
	if (before !== undefined && before.pod.uid === after?.pod.uid)
		return [{ type: "changed", target: after }];
	return [
		...(before ? [{ type: "gone", target: before } as const] : []),
		...(after ? [{ type: "appeared", target: after } as const] : []),
	];
}
