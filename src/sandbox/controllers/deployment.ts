import {
	controllerOf,
	controllerReference,
	type KubeObject,
	keyOf,
} from "../objects/metadata.ts";
import type { Deployment, ReplicaSet } from "../objects/workloads.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";
import { deploymentStatus } from "./deployment-status.ts";
import {
	isNewOf,
	newReplicaSet,
	nextRevision,
	REVISION,
	withRevision,
} from "./revision.ts";
import { type Scaling, scalingsOf } from "./rollout.ts";

const COMPONENT = "deployment-controller";

/** Moves a Deployment's replicas to the ReplicaSet of its template (pkg/controller/deployment). */
export const deploymentController: Controller = {
	name: "deployment",
	affected: (change, { store }) => {
		const { namespace } = change.object.metadata;
		switch (change.resource) {
			case "deployments":
				return [keyOf(change.object.metadata)];
			case "replicasets":
				return ownerKey(change.object);
			case "pods": {
				// The strategy Recreate continues when the last old pod is gone.
				const set = controllerOf(change.object);
				const owned =
					change.type === "DELETED" &&
					set?.kind === "ReplicaSet" &&
					store.get("replicasets", set.name, namespace);
				return owned ? ownerKey(owned) : [];
			}
			default:
				return [];
		}
	},
	reconcile: (key, plane) => {
		const { namespace, name } = splitKey(key);
		const deployment = plane.store.get("deployments", name, namespace);
		if (!deployment || deployment.metadata.deletionTimestamp) return;
		ensureNewReplicaSet(plane, deployment);
		const sets = ownedSets(plane, deployment);
		const pods = plane.store.list("pods", namespace);
		for (const scaling of scalingsOf(deployment, sets, pods))
			scale(plane, deployment, scaling);
		writeStatus(plane, deployment);
	},
};

function ownerKey(object: KubeObject): readonly string[] {
	const owner = controllerOf(object);
	const { namespace } = object.metadata;
	return owner?.kind === "Deployment"
		? [keyOf({ name: owner.name, namespace })]
		: [];
}

function ownedSets(
	{ store }: ControlPlane,
	{ metadata }: Deployment,
): readonly ReplicaSet[] {
	return store
		.list("replicasets", metadata.namespace)
		.filter((set) => controllerOf(set)?.uid === metadata.uid);
}

/** Makes sure that there is a ReplicaSet of the current template, and that it and the Deployment carry the highest revision. */
function ensureNewReplicaSet(
	plane: ControlPlane,
	deployment: Deployment,
): void {
	const sets = ownedSets(plane, deployment);
	const current = sets.find((set) => isNewOf(deployment, set));
	const revision = nextRevision(current, sets);
	if (!current && deployment.spec.paused) return;
	if (!current) {
		const set = newReplicaSet(deployment, revision);
		const ownerReferences = [controllerReference(deployment)];
		plane.registry.create("replicasets", {
			...set,
			metadata: { ...set.metadata, ownerReferences },
		});
	} else if (current.metadata.annotations?.[REVISION] !== revision) {
		plane.store.put("replicasets", withRevision(current, revision));
	}
	if (deployment.metadata.annotations?.[REVISION] !== revision)
		plane.store.put("deployments", withRevision(deployment, revision));
}

function scale(
	{ store, record }: ControlPlane,
	deployment: Deployment,
	{ set, replicas }: Scaling,
): void {
	const direction = replicas > set.spec.replicas ? "up" : "down";
	store.put("replicasets", {
		...set,
		metadata: {
			...set.metadata,
			generation: (set.metadata.generation ?? 0) + 1,
		},
		spec: { ...set.spec, replicas },
	});
	record(deployment, {
		type: "Normal",
		reason: "ScalingReplicaSet",
		message: `Scaled ${direction} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`,
		component: COMPONENT,
	});
}

function writeStatus(plane: ControlPlane, { metadata }: Deployment): void {
	const { name, namespace } = metadata;
	const current = plane.store.get("deployments", name, namespace);
	if (!current) return;
	const status = deploymentStatus(current, ownedSets(plane, current));
	plane.store.put("deployments", { ...current, status });
}
