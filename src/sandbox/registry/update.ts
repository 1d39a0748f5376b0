import { isDeepStrictEqual } from "node:util";
import { withoutNulls } from "../objects/json.ts";
import {
	type Kinds,
	type ResourceName,
	type ResourceType,
	resourceType,
} from "../objects/kinds.ts";
import {
	type KubeObject,
	type ObjectMeta,
	withoutEmptyMaps,
} from "../objects/metadata.ts";
import type { Store } from "../store/store.ts";
import { applyDefaults, assertAdmissible } from "./admission/admission.ts";
import type { DryRun } from "./registry.ts";
import { conflict, invalid, notFound } from "./status-error.ts";

export type UpdateOptions = {
	/** `status` writes only the status, `spec` (the default) everything else. */
	readonly part?: "spec" | "status";
	readonly dryRun?: DryRun;
};

/** See Registry.update. */
export function updateObject<R extends ResourceName>(
	store: Store,
	resource: R,
	object: KubeObject,
	options: UpdateOptions,
): Kinds[R] {
	const type = resourceType(resource);
	const { name, namespace, resourceVersion } = object.metadata;
	const previous: Kinds[R] | undefined = store.get(resource, name, namespace);
	if (!previous) throw notFound(type, name);
	if (resourceVersion && resourceVersion !== previous.metadata.resourceVersion)
		throw conflict(type, name);
	checkIdentity(type, object, previous);
	const next: KubeObject =
		options.part === "status"
			? { ...previous, status: object.status }
			: applyDefaults(
					resource,
					mergedSpec(type, withoutNulls(object), previous),
					store,
				);
	const numbered = withGeneration(next, previous);
	assertAdmissible(resource, numbered, previous);
	if (options.dryRun === "all") return numbered;
	if (isReleased(numbered)) {
		store.remove(resource, numbered);
		return numbered;
	}
	return store.put(resource, numbered);
}

function checkIdentity(
	type: ResourceType,
	{ metadata }: KubeObject,
	previous: KubeObject,
): void {
	if (metadata.uid && metadata.uid !== previous.metadata.uid)
		throw conflict(
			type,
			metadata.name,
			`Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${previous.metadata.uid}`,
		);
	const labels: unknown = metadata.labels ?? {};
	if (typeof labels !== "object")
		throw invalid(type, metadata.name, "metadata.labels", "Invalid value");
}

/**
 * Returns an object with the changes that a client may make. It may not change metadata of the server and, if that is a subresource,
 * the status.
 */
function mergedSpec(
	type: ResourceType,
	object: KubeObject,
	previous: KubeObject,
): KubeObject {
	const metadata: ObjectMeta = {
		...withoutEmptyMaps(object.metadata),
		...serverFields(previous.metadata),
	};
	return {
		...object,
		metadata,
		...(type.subresources.includes("status")
			? { status: previous.status }
			: {}),
	};
}

function serverFields(metadata: ObjectMeta): Partial<ObjectMeta> {
	const fields = [
		"namespace",
		"uid",
		"resourceVersion",
		"generation",
		"creationTimestamp",
		"deletionTimestamp",
		"deletionGracePeriodSeconds",
	] as const;
	return Object.fromEntries(
		fields
			.filter((field) => metadata[field] !== undefined)
			.map((field) => [field, metadata[field]]),
	);
}

function withGeneration(next: KubeObject, previous: KubeObject): KubeObject {
	const { generation } = previous.metadata;
	if (generation === undefined || isDeepStrictEqual(next.spec, previous.spec))
		return next;
	return {
		...next,
		metadata: { ...next.metadata, generation: generation + 1 },
	};
}

/** Returns whether a deleted object has no finalizers left. A pod stays until its kubelet removes it. */
function isReleased({ metadata, kind }: KubeObject): boolean {
	return (
		metadata.deletionTimestamp !== undefined &&
		kind !== "Pod" &&
		kind !== "Namespace" &&
		(metadata.finalizers ?? []).length === 0
	);
}
