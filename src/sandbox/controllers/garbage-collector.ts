import { RESOURCES, type ResourceName } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/metadata.ts";
import type { Store } from "../store/store.ts";
import type { Controller, ControlPlane } from "./controller.ts";

/** Deletes objects that have lost their last owner (pkg/controller/garbagecollector). The keys are UIDs of owners. */
export const garbageCollector: Controller = {
	name: "garbage",
	affected: ({ object, previous, type }) => {
		const { uid, ownerReferences = [] } = object.metadata;
		if (type === "DELETED") return [uid];
		const sameOwners =
			previous?.metadata.ownerReferences === object.metadata.ownerReferences;
		return sameOwners ? [] : ownerReferences.map((owner) => owner.uid);
	},
	reconcile: (uid, plane) => {
		if (findOwner(plane.store, uid)) return;
		for (const dependent of dependentsOf(plane.store, uid))
			collect(plane, dependent, uid);
	},
};

type Found = { readonly resource: ResourceName; readonly object: KubeObject };

function everything(store: Store): readonly Found[] {
	return RESOURCES.filter(({ name }) => name !== "events").flatMap(({ name }) =>
		store.list(name).map((object) => ({ resource: name, object })),
	);
}

function findOwner(store: Store, uid: string): Found | undefined {
	return everything(store).find(({ object }) => object.metadata.uid === uid);
}

function dependentsOf(store: Store, uid: string): readonly Found[] {
	return everything(store).filter(({ object }) =>
		object.metadata.ownerReferences?.some((owner) => owner.uid === uid),
	);
}

/** A dependent with another existing owner only loses the reference. */
function collect(
	{ store, registry }: ControlPlane,
	{ resource, object }: Found,
	uid: string,
): void {
	const { name, namespace, deletionTimestamp } = object.metadata;
	const ownerReferences = object.metadata.ownerReferences?.filter(
		(owner) => owner.uid !== uid && findOwner(store, owner.uid),
	);
	if (ownerReferences?.length) {
		const metadata = { ...object.metadata, ownerReferences };
		registry.update(resource, { ...object, metadata });
	} else if (!deletionTimestamp) registry.delete(resource, name, namespace);
}
