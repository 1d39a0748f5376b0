import { RESOURCES, type ResourceName } from "../objects/kinds.ts";
import type { KubeObject, ObjectMeta } from "../objects/metadata.ts";
import { FOREGROUND, ORPHAN } from "../registry/delete.ts";
import type { Store } from "../store/store.ts";
import type { Controller, ControlPlane } from "./controller.ts";

/**
 * Deletes what has lost its last owner, and holds owners that are deleted in the foreground or to orphan their dependents
 * until that is done (pkg/controller/garbagecollector). Keys are uids of owners.
 */
export const garbageCollector: Controller = {
	name: "garbage",
	affected: ({ object, previous, type }) => {
		const { uid, ownerReferences = [], deletionTimestamp } = object.metadata;
		const sameOwners =
			type === "MODIFIED" &&
			previous?.metadata.ownerReferences === object.metadata.ownerReferences;
		const dying = type === "DELETED" || deletionTimestamp !== undefined;
		return [
			...(sameOwners ? [] : ownerReferences.map((owner) => owner.uid)),
			...(dying ? [uid] : []),
		];
	},
	reconcile: (uid, plane) => {
		const owner = findOwner(plane.store, uid);
		const finalizers = owner?.object.metadata.finalizers ?? [];
		const dependents = dependentsOf(plane.store, uid);
		if (!owner) {
			for (const dependent of dependents) collect(plane, dependent, uid);
		} else if (owner.object.metadata.deletionTimestamp) {
			if (finalizers.includes(FOREGROUND)) foreground(plane, owner, dependents);
			if (finalizers.includes(ORPHAN)) orphan(plane, owner, dependents);
		}
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

/** A dependent with another living owner only loses the reference. */
function collect(plane: ControlPlane, dependent: Found, uid: string): void {
	const { ownerReferences = [], ...metadata } = dependent.object.metadata;
	const others = ownerReferences.filter(
		(owner) => owner.uid !== uid && findOwner(plane.store, owner.uid),
	);
	if (others.length > 0) setOwners(plane.store, dependent, others);
	else remove(plane, dependent.resource, metadata);
}

function foreground(
	plane: ControlPlane,
	owner: Found,
	dependents: readonly Found[],
): void {
	for (const { resource, object } of dependents)
		if (!object.metadata.deletionTimestamp)
			remove(plane, resource, object.metadata, "Foreground");
	if (dependents.length === 0) dropFinalizer(plane, owner, FOREGROUND);
}

function orphan(
	plane: ControlPlane,
	owner: Found,
	dependents: readonly Found[],
): void {
	for (const dependent of dependents)
		setOwners(
			plane.store,
			dependent,
			(dependent.object.metadata.ownerReferences ?? []).filter(
				({ uid }) => uid !== owner.object.metadata.uid,
			),
		);
	dropFinalizer(plane, owner, ORPHAN);
}

function remove(
	{ registry }: ControlPlane,
	resource: ResourceName,
	{ name, namespace, deletionTimestamp }: Omit<ObjectMeta, "ownerReferences">,
	propagationPolicy: "Background" | "Foreground" = "Background",
): void {
	if (!deletionTimestamp)
		registry.delete(resource, name, namespace, { propagationPolicy });
}

function setOwners(
	store: Store,
	{ resource, object }: Found,
	ownerReferences: NonNullable<ObjectMeta["ownerReferences"]>,
): void {
	const { name, namespace } = object.metadata;
	const current = store.get(resource, name, namespace);
	if (current)
		store.put(resource, {
			...current,
			metadata: { ...current.metadata, ownerReferences },
		});
}

function dropFinalizer(
	{ registry }: ControlPlane,
	{ resource, object }: Found,
	finalizer: string,
): void {
	registry.update(resource, {
		...object,
		metadata: {
			...object.metadata,
			finalizers: (object.metadata.finalizers ?? []).filter(
				(name) => name !== finalizer,
			),
		},
	});
}
