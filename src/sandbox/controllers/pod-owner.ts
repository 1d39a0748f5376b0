import { type Kinds, resourceType } from "../objects/kinds.ts";
import { controllerOf, keyOf, type ObjectMeta } from "../objects/metadata.ts";
import type { Pod } from "../objects/pod.ts";
import type { Change } from "../store/history.ts";
import { claimPods } from "./claim.ts";
import { type Controller, type ControlPlane, splitKey } from "./controller.ts";

type OwnerName =
	| "replicasets"
	| "replicationcontrollers"
	| "statefulsets"
	| "daemonsets"
	| "jobs";

/** How the owners of one kind keep their pods. */
type Keeping<R extends OwnerName> = {
	/** Returns whether the owner selects a pod with this metadata. */
	readonly matches: (owner: Kinds[R], pod: ObjectMeta) => boolean;
	/** Creates and deletes pods. `pods` are those of the owner. Returns the owner's new status. */
	readonly keep: (
		plane: ControlPlane,
		owner: Kinds[R],
		pods: readonly Pod[],
	) => Kinds[R]["status"];
};

/** Creates the controller of a kind that owns pods directly. It claims them, keeps them and writes the owner's status. */
export function podOwnerController<R extends OwnerName>(
	resource: R,
	{ matches, keep }: Keeping<R>,
): Controller {
	return {
		name: resource,
		affected: (change, { store }) => {
			const { namespace } = change.object.metadata;
			if (change.resource === resource) return [keyOf(change.object.metadata)];
			if (change.resource !== "pods") return [];
			const controller = controllerOfPod(change);
			if (controller === undefined)
				return store
					.list(resource, namespace)
					.filter((owner) => matches(owner, change.object.metadata))
					.map(({ metadata }) => keyOf(metadata));
			return controller.kind === resourceType(resource).kind
				? [keyOf({ name: controller.name, namespace })]
				: [];
		},
		reconcile: (key, plane) => {
			const { namespace, name } = splitKey(key);
			const owner = plane.store.get(resource, name, namespace);
			if (!owner || owner.metadata.deletionTimestamp) return;
			const pods = claimPods(plane, owner, ({ metadata }) =>
				matches(owner, metadata),
			);
			const status = keep(plane, owner, pods);
			plane.store.put(resource, { ...owner, status });
		},
	};
}

/**
 * Returns the pod's controller, or the previous one if it was just released. A pod without either concerns every owner that could adopt
 * it.
 */
function controllerOfPod({ object, previous }: Change) {
	return controllerOf(object) ?? (previous && controllerOf(previous));
}
