import {
	type ResourceName,
	type ResourceType,
	resourceType,
} from "../objects/kinds.ts";
import { type KubeObject, timestamp } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import type { Store } from "../store/store.ts";
import type { DryRun } from "./registry.ts";
import { notFound, preconditionFailed } from "./status-error.ts";

/** metav1.DeleteOptions. */
export type DeleteOptions = {
	readonly gracePeriodSeconds?: number;
	readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
	readonly preconditions?: {
		readonly uid?: string;
		readonly resourceVersion?: string;
	};
	readonly dryRun?: DryRun;
};

/** `gone` at once, or `going`: still there, with a deletionTimestamp. */
export type Deletion = {
	readonly outcome: "gone" | "going";
	readonly object: KubeObject;
};

/** Finalizers by which the garbage collector holds an owner (pkg/apis/meta/v1). */
export const FOREGROUND = "foregroundDeletion";
export const ORPHAN = "orphan";

/** See Registry.delete. */
export function deleteObject<R extends ResourceName>(
	store: Store,
	resource: R,
	name: string,
	namespace: string | undefined,
	options: DeleteOptions,
): Deletion {
	const type = resourceType(resource);
	const object = store.get(resource, name, namespace);
	if (!object) throw notFound(type, name);
	checkPreconditions(type, object, options);
	const pod = resource === "pods" && store.get("pods", name, namespace);
	if (pod) return deletePod(store, pod, options);
	const finalizers = finalizersOf(object, options);
	if (finalizers.length === 0 && resource !== "namespaces") {
		if (options.dryRun !== "all") store.remove(resource, object);
		return { outcome: "gone", object };
	}
	const marked = object.metadata.deletionTimestamp
		? object
		: mark(object, 0, finalizers);
	if (options.dryRun !== "all") store.put(resource, marked);
	return { outcome: "going", object: marked };
}

function checkPreconditions(
	type: ResourceType,
	{ metadata }: KubeObject,
	{ preconditions = {} }: DeleteOptions,
): void {
	if (preconditions.uid && preconditions.uid !== metadata.uid)
		throw preconditionFailed(
			type,
			metadata.name,
			`the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
		);
	if (
		preconditions.resourceVersion &&
		preconditions.resourceVersion !== metadata.resourceVersion
	)
		throw preconditionFailed(
			type,
			metadata.name,
			`the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
		);
}

/** The grace period is the request's or the pod's own; a second deletion can only shorten it. Nothing is graceful about a pod that never ran. */
function deletePod(store: Store, pod: Pod, options: DeleteOptions): Deletion {
	const asked =
		options.gracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds;
	const graceSeconds =
		pod.spec.nodeName === undefined || isFinished(pod)
			? 0
			: Math.min(asked, pod.metadata.deletionGracePeriodSeconds ?? asked);
	if (graceSeconds === 0)
		return {
			outcome: "gone",
			object: options.dryRun === "all" ? pod : removePod(store, pod),
		};
	const unchanged = pod.metadata.deletionGracePeriodSeconds === graceSeconds;
	const marked = unchanged
		? pod
		: mark(pod, graceSeconds, pod.metadata.finalizers ?? []);
	if (options.dryRun !== "all") store.put("pods", marked);
	return { outcome: "going", object: marked };
}

/** Takes a pod away. Watchers see its grace end first, as the API server shows it. */
export function removePod(store: Store, pod: Pod): Pod {
	const marked = store.put("pods", mark(pod, 0, []));
	store.remove("pods", marked);
	return marked;
}

/** Namespaces need none here: their controller empties them, then removes them. */
function finalizersOf(
	{ kind, metadata }: KubeObject,
	{ propagationPolicy }: DeleteOptions,
): readonly string[] {
	const present = metadata.finalizers ?? [];
	if (kind === "Namespace") return present;
	if (propagationPolicy === "Foreground")
		return [...new Set([...present, FOREGROUND])];
	if (propagationPolicy === "Orphan") return [...new Set([...present, ORPHAN])];
	return present;
}

/** deletionTimestamp is when the grace ends, not when it began. */
function mark<T extends KubeObject>(
	object: T,
	graceSeconds: number,
	finalizers: readonly string[],
): T {
	const { generation, deletionTimestamp } = object.metadata;
	const first = deletionTimestamp === undefined;
	return {
		...object,
		metadata: {
			...object.metadata,
			...(first && generation !== undefined
				? { generation: generation + 1 }
				: {}),
			deletionTimestamp: timestamp(Date.now() + graceSeconds * 1000),
			deletionGracePeriodSeconds: graceSeconds,
			...(finalizers.length > 0 ? { finalizers } : {}),
		},
	};
}
