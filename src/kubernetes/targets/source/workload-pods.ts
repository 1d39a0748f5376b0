import { isDeepStrictEqual } from "node:util";
import type {
	V1LabelSelector,
	V1ObjectMeta,
	V1Pod,
} from "@kubernetes/client-node";
import { PluginError } from "../../../errors.ts";
import type { WorkloadArgument } from "../../target.ts";
import { kindOfTarget, type PodKind } from "../kinds.ts";
import { labelSelectorText, mapSelectorText } from "../label-selector.ts";
import { controllerOf, workloadOf } from "../workload-of.ts";
import { noPods, tooFewPods } from "./no-pods.ts";
import {
	acceptAnyPort,
	cluesOf,
	type Lookup,
	objectListing,
	type PodSource,
	podListing,
} from "./pod-source.ts";
import { readTarget } from "./read-target.ts";

type Workload = {
	readonly metadata?: V1ObjectMeta;
	readonly spec?: {
		readonly replicas?: number;
		readonly selector?: V1LabelSelector;
	};
	readonly status?: { readonly desiredNumberScheduled?: number };
};

type MapWorkload = {
	readonly metadata?: V1ObjectMeta;
	readonly spec?: {
		readonly replicas?: number;
		readonly selector?: Readonly<Record<string, string>>;
	};
};

/** The pods of a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job … : those it selects and no other controller owns. */
export async function workloadPodSource(
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const object = await readTarget<object>(lookup, kind, argument.name);
	lookup.onExpected?.(readFrom(object, kind).wanted ?? 0);
	return sourceOf(object, lookup, argument);
}

async function sourceOf(
	object: object,
	lookup: Lookup,
	argument: WorkloadArgument,
): Promise<PodSource> {
	const kind = kindOfTarget(argument);
	const read = readFrom(object, kind);
	const origin = `${kind.label}/${argument.name}`;
	if (read.selector === "")
		throw new PluginError(
			"target",
			`${origin} has no selector, so it has no pods of its own`,
		);
	return {
		object: {
			listing: objectListing(lookup.query, kind, argument.name),
			sourceBy: async (now) => {
				const same = isDeepStrictEqual(readFrom(now, kind), read);
				return same ? undefined : sourceOf(now, lookup, argument);
			},
		},
		listing: podListing(lookup.query, { labelSelector: read.selector }),
		origin,
		originOf: (pod) =>
			isOfAnother(pod, kind, origin, read.uid) ? undefined : origin,
		cluesOn: () => cluesOf(lookup.query, argument, origin),
		accepts: acceptAnyPort,
		nothing: async (listed) =>
			noPods(lookup.query, kind, argument.name, {
				...read,
				others: listed.map(workloadOf),
			}),
		tooFew: (pods) =>
			tooFewPods(lookup.query, kind, argument.name, {
				pods,
				wanted: read.wanted,
			}),
	};
}

/** What is read of a workload; the selector as text. */
function readFrom(object: object, { selects }: PodKind) {
	return selects === "map" ? readMapped(object) : readLabelled(object);
}

const readMapped = ({ metadata, spec }: MapWorkload) => ({
	uid: metadata?.uid,
	selector: mapSelectorText(spec?.selector ?? {}),
	wanted: spec?.replicas,
});

const readLabelled = ({ metadata, spec, status }: Workload) => ({
	uid: metadata?.uid,
	selector: labelSelectorText(spec?.selector ?? {}),
	wanted: spec?.replicas ?? status?.desiredNumberScheduled,
});

/**
 * Whether a selected pod belongs to another controller: two workloads with overlapping selectors leave each other's pods
 * alone, by owner references. A Deployment owns through ReplicaSets, which are told by their names; orphans are kept,
 * for the controller would adopt them.
 */
function isOfAnother(
	pod: V1Pod,
	kind: PodKind,
	origin: string,
	uid: string | undefined,
): boolean {
	const owner = controllerOf(pod.metadata);
	if (owner === undefined) return false;
	const ownsReplicaSets = kind.kind === "Deployment" || kind.kind === "Rollout";
	if (!ownsReplicaSets) return owner.uid !== uid;
	const workload = workloadOf(pod);
	return workload !== origin && !workload.startsWith("rs/");
}
