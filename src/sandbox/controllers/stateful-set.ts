import { keyOf } from "../objects/metadata.ts";
import { safeHash } from "../objects/names.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import { selects } from "../objects/selector.ts";
import type { StatefulSet } from "../objects/workloads.ts";
import { countAvailable, isReady } from "./availability.ts";
import { claimPods, createPod, deletePod, ownersOfPod } from "./claim.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";

const COMPONENT = "statefulset-controller";
const REVISION = "controller-revision-hash";

/** Keeps a StatefulSet's numbered pods, one after the other unless it says Parallel (pkg/controller/statefulset). */
export const statefulSetController: Controller = {
	name: "statefulset",
	affected: (change, { store }) =>
		change.resource === "statefulsets"
			? [keyOf(change.object.metadata)]
			: ownersOfPod(
					change,
					"StatefulSet",
					() => store.list("statefulsets", change.object.metadata.namespace),
					(owner, labels) => selects(owner.spec.selector, labels),
				),
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const set = plane.store.get("statefulsets", name, namespace);
		if (!set || set.metadata.deletionTimestamp) return undefined;
		const pods = claimPods(
			plane,
			set,
			(pod) =>
				selects(set.spec.selector, pod.metadata.labels) &&
				ordinalOf(set, pod) !== undefined,
		);
		const revision = `${name}-${safeHash(set.spec.template)}`;
		const settled =
			fill(plane, set, pods, revision) && shrink(plane, set, pods);
		if (settled) renew(plane, set, pods, revision);
		plane.store.put("statefulsets", {
			...set,
			status: statusOf(set, pods, revision),
		});
		return undefined;
	},
};

function ordinalOf({ metadata }: StatefulSet, pod: Pod): number | undefined {
	const { name } = pod.metadata;
	const suffix = name.slice(metadata.name.length + 1);
	return name.startsWith(`${metadata.name}-`) && /^\d+$/.test(suffix)
		? Number(suffix)
		: undefined;
}

/** Creates what is missing. Gives whether every wanted pod is there and, in order, ready. */
function fill(
	plane: ControlPlane,
	set: StatefulSet,
	pods: readonly Pod[],
	revision: string,
): boolean {
	const ordered = set.spec.podManagementPolicy === "OrderedReady";
	let complete = true;
	for (let ordinal = 0; ordinal < set.spec.replicas; ordinal++) {
		const pod = pods.find((candidate) => ordinalOf(set, candidate) === ordinal);
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

/** Deletes pods beyond the wanted number, the highest first. Gives whether there were none. */
function shrink(
	plane: ControlPlane,
	set: StatefulSet,
	pods: readonly Pod[],
): boolean {
	const surplus = byOrdinal(set, pods).filter(
		(pod) => (ordinalOf(set, pod) ?? 0) >= set.spec.replicas,
	);
	const going = surplus.some((pod) => pod.metadata.deletionTimestamp);
	const parallel = set.spec.podManagementPolicy === "Parallel";
	const next = parallel ? surplus : surplus.slice(0, going ? 0 : 1);
	for (const pod of next)
		if (!pod.metadata.deletionTimestamp) deletePod(plane, set, pod, COMPONENT);
	return surplus.length === 0;
}

/** Deletes the highest pod of an older template; it comes back with the new one. */
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
			(ordinalOf(set, pod) ?? 0) >= (rollingUpdate?.partition ?? 0),
	);
	if (stale) deletePod(plane, set, stale, COMPONENT);
}

function byOrdinal(set: StatefulSet, pods: readonly Pod[]): readonly Pod[] {
	return pods.toSorted(
		(a, b) => (ordinalOf(set, b) ?? 0) - (ordinalOf(set, a) ?? 0),
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
	return {
		observedGeneration: set.metadata.generation ?? 0,
		replicas: pods.length,
		readyReplicas: pods.filter(isReady).length,
		availableReplicas: countAvailable(pods).available,
		currentReplicas: present.filter(
			(pod) => pod.metadata.labels?.[REVISION] === current,
		).length,
		updatedReplicas: updated,
		currentRevision: current,
		updateRevision: revision,
	};
}
