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
import { noPods } from "./no-pods.ts";
import {
	acceptAnyPort,
	cluesOf,
	type Lookup,
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
	const read = await readWorkload(lookup, kind, argument.name);
	const origin = `${kind.label}/${argument.name}`;
	if (read.selector === "")
		throw new PluginError(
			"target",
			`${origin} has no selector, so it has no pods of its own`,
		);
	return {
		listing: podListing(lookup.query, { labelSelector: read.selector }),
		originOf: (pod) =>
			isOfAnother(pod, kind, origin, read.uid) ? undefined : origin,
		clues: cluesOf(lookup.query, argument, origin),
		accepts: acceptAnyPort,
		nothing: async (listed) =>
			noPods(lookup.query, kind, argument.name, {
				...read,
				others: listed.map(workloadOf),
			}),
	};
}

async function readWorkload(lookup: Lookup, kind: PodKind, name: string) {
	if (kind.selects === "map") {
		const { metadata, spec } = await readTarget<MapWorkload>(
			lookup,
			kind,
			name,
		);
		return {
			uid: metadata?.uid,
			selector: mapSelectorText(spec?.selector ?? {}),
			wanted: spec?.replicas,
		};
	}
	const { metadata, spec, status } = await readTarget<Workload>(
		lookup,
		kind,
		name,
	);
	return {
		uid: metadata?.uid,
		selector: labelSelectorText(spec?.selector ?? {}),
		wanted: spec?.replicas ?? status?.desiredNumberScheduled,
	};
}

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
