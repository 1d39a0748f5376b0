import type { ObjectMeta } from "../objects/metadata.ts";
import { safeHash } from "../objects/names.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import { selects } from "../objects/selector.ts";
import type { StatefulSet } from "../objects/workloads.ts";
import { isReady } from "./availability.ts";
import { createPod, deletePod } from "./claim.ts";
import type { ControlPlane } from "./controller.ts";
import { podOwnerController } from "./pod-owner.ts";

const COMPONENT = "statefulset-controller";
const REVISION = "controller-revision-hash";

/**
 * Keeps a StatefulSet's numbered pods. They start one after the other, unless podManagementPolicy is Parallel
 * (pkg/controller/statefulset).
 */
export const statefulSetController = podOwnerController("statefulsets", {
	matches: (set, pod) =>
		selects(set.spec.selector, pod.labels) && ordinalOf(set, pod) !== undefined,
	keep: (plane, set, pods) => {
		const revision = `${set.metadata.name}-${safeHash(set.spec.template)}`;
		const settled =
			fill(plane, set, pods, revision) && shrink(plane, set, pods);
		if (settled) renew(plane, set, pods, revision);
		return statusOf(set, pods, revision);
	},
});

function ordinalOf(
	{ metadata }: StatefulSet,
	{ name }: ObjectMeta,
): number | undefined {
	const suffix = name.slice(metadata.name.length + 1);
	return name.startsWith(`${metadata.name}-`) && /^\d+$/.test(suffix)
		? Number(suffix)
		: undefined;
}

/** Creates missing pods. Returns whether all pods exist and are ready. */
function fill(
	plane: ControlPlane,
	set: StatefulSet,
	pods: readonly Pod[],
	revision: string,
): boolean {
	const ordered = set.spec.podManagementPolicy === "OrderedReady";
	let complete = true;
	for (let ordinal = 0; ordinal < set.spec.replicas; ordinal++) {
		const pod = pods.find(
			(candidate) => ordinalOf(set, candidate.metadata) === ordinal,
		);
		if (!pod) createOrdinal(plane, set, ordinal, revision);
		else if (isFinished(pod) && !pod.metadata.deletionTimestamp)
			deletePod(plane, set, pod, COMPONENT);
		const steady = pod && isReady(pod) && !pod.metadata.deletionTimestamp;
		if (!steady) complete = false;
		if (!steady && ordered) return false;
	}
	return complete;
}

function createOrdinal(
	plane: ControlPlane,
	set: StatefulSet,
	ordinal: number,
	revision: string,
): void {
	const name = `${set.metadata.name}-${ordinal}`;
	const { spec } = set.spec.template;
	const template = {
		...set.spec.template,
		spec: { ...spec, hostname: name, subdomain: set.spec.serviceName },
	};
	createPod(plane, set, template, {
		component: COMPONENT,
		name,
		labels: {
			"apps.kubernetes.io/pod-index": String(ordinal),
			[REVISION]: revision,
			"statefulset.kubernetes.io/pod-name": name,
		},
	});
}

/** Deletes pods above the requested number, the highest first. Returns whether there were none. */
function shrink(
	plane: ControlPlane,
	set: StatefulSet,
	pods: readonly Pod[],
): boolean {
	const surplus = byOrdinal(set, pods).filter(
		(pod) => (ordinalOf(set, pod.metadata) ?? 0) >= set.spec.replicas,
	);
	const going = surplus.some((pod) => pod.metadata.deletionTimestamp);
	const parallel = set.spec.podManagementPolicy === "Parallel";
	const next = parallel ? surplus : surplus.slice(0, going ? 0 : 1);
	for (const pod of next)
		if (!pod.metadata.deletionTimestamp) deletePod(plane, set, pod, COMPONENT);
	return surplus.length === 0;
}

/** Deletes the highest pod of an older template. `fill` then creates it from the new one. */
function renew(
	plane: ControlPlane,
	set: StatefulSet,
	pods: readonly Pod[],
	revision: string,
): void {
	const { type, rollingUpdate } = set.spec.updateStrategy;
	if (type !== "RollingUpdate") return;
	const stale = byOrdinal(set, pods).find(
		(pod) =>
			pod.metadata.labels?.[REVISION] !== revision &&
			(ordinalOf(set, pod.metadata) ?? 0) >= (rollingUpdate?.partition ?? 0),
	);
	if (stale) deletePod(plane, set, stale, COMPONENT);
}

function byOrdinal(set: StatefulSet, pods: readonly Pod[]): readonly Pod[] {
	return pods.toSorted(
		(a, b) =>
			(ordinalOf(set, b.metadata) ?? 0) - (ordinalOf(set, a.metadata) ?? 0),
	);
}

function statusOf(
	set: StatefulSet,
	pods: readonly Pod[],
	revision: string,
): StatefulSet["status"] {
	const present = pods.filter((pod) => !pod.metadata.deletionTimestamp);
	const updated = present.filter(
		(pod) => pod.metadata.labels?.[REVISION] === revision,
	).length;
	const before = set.status.currentRevision ?? revision;
	const done =
		updated === set.spec.replicas && present.length === set.spec.replicas;
	const current = done ? revision : before;
	const ready = pods.filter(isReady).length;
	return {
		observedGeneration: set.metadata.generation ?? 0,
		replicas: pods.length,
		readyReplicas: ready,
		availableReplicas: ready,
		currentReplicas: present.filter(
			(pod) => pod.metadata.labels?.[REVISION] === current,
		).length,
		updatedReplicas: updated,
		currentRevision: current,
		updateRevision: revision,
	};
}
