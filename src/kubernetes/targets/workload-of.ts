import type { ObjectMeta, OwnerReference } from "../objects/metadata.ts";
import type { PodObject } from "../objects/pod-object.ts";
import { POD_KINDS } from "./kinds.ts";

/** Labels whose value ends the name of a ReplicaSet that a controller made, and the short name of that controller. */
const TEMPLATE_HASHES = [
	["pod-template-hash", "deploy"],
	["rollouts-pod-template-hash", "rollout"],
] as const;

/** Returns the owner that controls an object, if any. At most one may (metav1.GetControllerOf). */
export const controllerOf = (
	metadata: ObjectMeta | undefined,
): OwnerReference | undefined =>
	metadata?.ownerReferences?.find(({ controller }) => controller === true);

/**
 * Returns the workload of a pod from the pod alone: `deploy/user-service`, `sts/x`, or `pod/x` without an owner. A Deployment names its
 * ReplicaSets `NAME-HASH` and labels the pods with the hash (deployment/sync.go), so no ReplicaSet has to be read.
 */
export function workloadOf(pod: PodObject): string {
	const owner = controllerOf(pod.metadata);
	// A Node owns its static pods, but it is no workload.
	if (owner === undefined || owner.kind === "Node")
		return `pod/${pod.metadata?.name ?? ""}`;
	if (owner.kind === "ReplicaSet") return ownerOfReplicaSet(pod, owner.name);
	const known = POD_KINDS.find(({ kind }) => kind === owner.kind);
	return `${known?.label ?? owner.kind.toLowerCase()}/${owner.name}`;
}

function ownerOfReplicaSet(pod: PodObject, replicaSet: string): string {
	for (const [label, kind] of TEMPLATE_HASHES) {
		const hash = pod.metadata?.labels?.[label];
		if (hash && replicaSet.endsWith(`-${hash}`))
			return `${kind}/${replicaSet.slice(0, -hash.length - 1)}`;
	}
	return `rs/${replicaSet}`;
}
