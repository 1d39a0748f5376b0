import type { Kinds, ResourceName } from "../objects/kinds.ts";
import type { KubeObject, Manifest } from "../objects/metadata.ts";
import type { Pod } from "../objects/pod.ts";
import type { Store } from "../store/store.ts";
import { createObject } from "./create.ts";
import {
	type DeleteOptions,
	type Deletion,
	deleteObject,
	removePod,
} from "./delete.ts";
import { type UpdateOptions, updateObject } from "./update.ts";

/** `all` runs every check and returns the result without storing it: dryRun=All. */
export type DryRun = "all" | "none";

export type CreateOptions = {
	readonly namespace?: string | undefined;
	readonly dryRun?: DryRun;
};

/**
 * The API's rules for changes of the store: names, defaults, validation, versions and graceful deletion. Every method throws
 * StatusErrors.
 */
export type Registry = {
	/** Creates an object from a manifest. @throws StatusError 400, 403, 404 (namespace), 409, 422 */
	create<R extends ResourceName>(
		resource: R,
		manifest: Manifest,
		options?: CreateOptions,
	): Kinds[R];
	/** Replaces an object or only its status. @throws StatusError 404, 409, 422 */
	update<R extends ResourceName>(
		resource: R,
		object: KubeObject,
		options?: UpdateOptions,
	): Kinds[R];
	/** Deletes an object; a pod with its grace period. @throws StatusError 403, 404 */
	delete(
		resource: ResourceName,
		name: string,
		namespace: string | undefined,
		options?: DeleteOptions,
	): Deletion;
	/** Removes a pod whose processes have ended. Only the kubelet calls this. */
	removePod(pod: Pod): void;
};

/** Creates the registry of a store. */
export function createRegistry(store: Store): Registry {
	return {
		create: (resource, manifest, options = {}) =>
			createObject(store, resource, manifest, options),
		update: (resource, object, options = {}) =>
			updateObject(store, resource, object, options),
		delete: (resource, name, namespace, options = {}) =>
			deleteObject(store, resource, name, namespace, options),
		removePod: (pod) => void removePod(store, pod),
	};
}
