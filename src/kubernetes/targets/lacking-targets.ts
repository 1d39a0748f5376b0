import type { PodEvent } from "../target.ts";
import type { HeldPods } from "./held-pods.ts";
import type { PodList } from "./watched-lists.ts";

/** Gives what tells which targets have no pods, and why, when they are others than it told last. */
export function lackingTargets(
	held: HeldPods,
): (lists: readonly PodList[]) => Promise<readonly PodEvent[]> {
	let told = "";
	return async (lists) => {
		const now = lists.flatMap(({ targets, pods }) =>
			targets
				.filter(({ rank }) => !held.has(rank))
				.map(({ rank, source }) => ({ rank, source, pods })),
		);
		const ranks = now.map(({ rank }) => rank).join();
		if (ranks === told) return [];
		told = ranks;
		const errors = await Promise.all(
			now.map(({ source, pods }) => source.nothing([...pods.values()])),
		);
		return [{ type: "without-pods", errors }];
	};
}
