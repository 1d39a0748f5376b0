import type { PodObject } from "../objects/pod-object.ts";
import type { PodEvent } from "../target.ts";
import type { Claim, HeldPods } from "./held-pods.ts";
import { targetFrom } from "./pod-target.ts";
import { noClaims } from "./remove-gone.ts";
import type { KnownServices } from "./service-reader.ts";
import type { PodSource } from "./source/pod-source.ts";
import type { Followed, PodList, SeenOf } from "./watched-lists.ts";

/** The pods that are held, and the Services that say which port of a pod is meant. */
export type Claiming = {
	readonly held: HeldPods;
	readonly services: KnownServices;
};

/** Takes an event of a list of pods, and returns what it means for the pod that it is about. */
export async function podEvents(
	{ of, event }: SeenOf<"pods">,
	{ held, services }: Claiming,
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

/** Returns the events for the pods of a target with a new source in the same list. @param lists one of them has the target */
export async function reclaim(
	target: Followed,
	source: PodSource,
	lists: readonly PodList[],
	{ held, services }: Claiming,
): Promise<readonly PodEvent[]> {
	target.source = source;
	const within = lists.find(({ targets }) => targets.includes(target));
	const events: PodEvent[] = [];
	for (const [name, pod] of within?.pods ?? [])
		events.push(...held.take(name, [await claimOn(pod, target, services)]));
	return events;
}
