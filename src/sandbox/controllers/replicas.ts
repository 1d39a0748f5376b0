import { type KubeObject, keyOf } from "../objects/metadata.ts";
import type { Pod, PodTemplate } from "../objects/pod.ts";
import { matchesLabels, selects } from "../objects/selector.ts";
import type { ReplicaCounts } from "../objects/workloads.ts";
import {
	bySurplus,
	countAvailable,
	isActive,
	isReady,
} from "./availability.ts";
import { claimPods, createPod, deletePod, ownersOfPod } from "./claim.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";

/** Keeps as many pods as a ReplicaSet asks for. */
export const replicaSetController: Controller = {
	name: "replicaset",
	affected: (change, { store }) =>
		change.resource === "replicasets"
			? [keyOf(change.object.metadata)]
			: ownersOfPod(
					change,
					"ReplicaSet",
					() => store.list("replicasets", change.object.metadata.namespace),
					(owner, labels) => selects(owner.spec.selector, labels),
				),
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const owner = plane.store.get("replicasets", name, namespace);
		if (!owner || owner.metadata.deletionTimestamp) return undefined;
		const { counts, againInMs } = keepReplicas(plane, owner, {
			matches: (pod) => selects(owner.spec.selector, pod.metadata.labels),
			component: "replicaset-controller",
		});
		plane.store.put("replicasets", { ...owner, status: counts });
		return againInMs;
	},
};

/** The same for a ReplicationController, whose selector is plain labels. */
export const replicationController: Controller = {
	name: "replicationcontroller",
	affected: (change, { store }) =>
		change.resource === "replicationcontrollers"
			? [keyOf(change.object.metadata)]
			: ownersOfPod(
					change,
					"ReplicationController",
					() =>
						store.list(
							"replicationcontrollers",
							change.object.metadata.namespace,
						),
					(owner, labels) => matchesLabels(owner.spec.selector, labels),
				),
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const owner = plane.store.get("replicationcontrollers", name, namespace);
		if (!owner || owner.metadata.deletionTimestamp) return undefined;
		const { counts, againInMs } = keepReplicas(plane, owner, {
			matches: (pod) => matchesLabels(owner.spec.selector, pod.metadata.labels),
			component: "replication-controller",
		});
		plane.store.put("replicationcontrollers", { ...owner, status: counts });
		return againInMs;
	},
};

type ReplicaOwner = KubeObject & {
	readonly spec: {
		readonly replicas: number;
		readonly minReadySeconds?: number;
		readonly template: PodTemplate;
	};
};

type ReplicaKind = {
	readonly matches: (pod: Pod) => boolean;
	/** Who the events are from. */
	readonly component: string;
};

/** Creates or deletes pods until the number is right. The counts are of the pods found before: the change that follows counts anew. */
function keepReplicas(
	plane: ControlPlane,
	owner: ReplicaOwner,
	{ matches, component }: ReplicaKind,
) {
	const { spec } = owner;
	const pods = claimPods(plane, owner, matches).filter(isActive);
	const missing = spec.replicas - pods.length;
	for (let created = 0; created < missing; created++)
		createPod(plane, owner, spec.template, { component });
	for (const pod of pods.toSorted(bySurplus).slice(0, Math.max(0, -missing)))
		deletePod(plane, owner, pod, component);
	const { available, againInMs } = countAvailable(pods, spec.minReadySeconds);
	const counts: ReplicaCounts & { fullyLabeledReplicas: number } = {
		replicas: pods.length,
		fullyLabeledReplicas: pods.length,
		readyReplicas: pods.filter(isReady).length,
		availableReplicas: available,
		observedGeneration: owner.metadata.generation ?? 0,
	};
	return { counts, againInMs };
}
