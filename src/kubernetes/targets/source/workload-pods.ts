import { PluginError } from "../../../errors.ts";
import type { Field } from "../../field.ts";
import type { PodObject } from "../../objects/pod-object.ts";
import { type Rollout, rolloutOf } from "../../objects/rollout.ts";
import {
	labelledWorkload,
	mappedWorkload,
	resolvedSelector,
	type WorkloadObject,
} from "../../objects/workload-object.ts";
import type { WorkloadArgument } from "../../target.ts";
import { kindOfTarget, ownsReplicaSets, type PodKind } from "../kinds.ts";
import { labelSelectorText, mapSelectorText } from "../label-selector.ts";
import { controllerOf, workloadOf } from "../workload-of.ts";
import { lackOfWorkload, noPods } from "./no-pods.ts";
import {
	cluesOf,
	type Lookup,
	type ObjectNow,
	objectListing,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { readTarget } from "./read-target.ts";

/** What a workload says; for a wait, with the state of its rollout. */
type Workload = WorkloadObject<string> & {
	readonly rollout: Rollout | undefined;
};

/** Returns the source of a Deployment, StatefulSet, Job …: the pods that it selects and no other controller owns. */
export async function workloadPodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const read = await readTarget(lookup, kind, argument.name, (object) =>
		workloadFrom(object, kind, lookup),
	);
	lookup.onExpected?.(read.wanted ?? 0);
	return sourceOf(read, lookup, argument);
}

async function sourceOf(
	read: Workload,
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const origin = `${kind.label}/${argument.name}`;
	if (read.selector === "")
		throw new PluginError(
			"target",
			`${origin} has no selector, so it has no pods of its own`,
		);
	const objectNow = (now: Workload): ObjectNow => ({
		state: now,
		source: () => sourceOf(now, lookup, argument),
	});
	return {
		object: {
			listing: objectListing(lookup.query, kind, argument.name),
			read: (object) => objectNow(workloadFrom(object, kind, lookup)),
			state: read,
			unwatched: objectNow({ ...read, rollout: undefined }),
		},
		listing: podListing(lookup.query, { labelSelector: read.selector }),
		origin,
		originOf: (pod) =>
			isOfAnother(pod, kind, origin, read.uid) ? undefined : origin,
		cluesOn: () => cluesOf(lookup.query, argument, origin),
		nothing: async (listed) =>
			noPods(lookup.query, kind, argument.name, {
				...read,
				others: listed.map(workloadOf),
			}),
		lack: (pods) =>
			lackOfWorkload(lookup.query, kind, argument.name, { ...read, pods }),
	};
}

/** Reads a workload, with its selector as text. The state of its rollout changes with each pod, and matters only to a wait. */
function workloadFrom(
	object: Field,
	{ selects, kind }: PodKind,
	{ absent }: Lookup,
): Workload {
	const workload =
		selects === "map" ? readMapped(object) : readLabelled(object);
	const rollout = absent === "awaited" ? rolloutOf(object, kind) : undefined;
	return { ...workload, rollout };
}

function readMapped(object: Field): WorkloadObject<string> {
	const workload = mappedWorkload(object);
	return { ...workload, selector: mapSelectorText(workload.selector) };
}

function readLabelled(object: Field): WorkloadObject<string> {
	const workload = labelledWorkload(object);
	const selector = labelSelectorText(workload.selector);
	return { ...workload, selector: selector || resolvedSelector(object) };
}

/**
 * Whether a selected pod belongs to another controller. By owner references, two workloads with overlapping selectors do not share
 * pods. A Deployment owns pods through ReplicaSets, which are recognized by their names. Orphans are kept, since the controller would
 * adopt them.
 */
function isOfAnother(
	pod: PodObject,
	kind: PodKind,
	origin: string,
	uid: string | undefined,
): boolean {
	const owner = controllerOf(pod.metadata);
	if (owner === undefined) return false;
	if (!ownsReplicaSets(kind)) return owner.uid !== uid;
	const workload = workloadOf(pod);
	return workload !== origin && !workload.startsWith("rs/");
}
