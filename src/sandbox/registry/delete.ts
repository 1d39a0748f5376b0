import { type ResourceName, resourceType } from "../objects/kinds.ts";
import { type KubeObject, timestamp } from "../objects/metadata.ts";
import { isFinished, type Pod } from "../objects/pod.ts";
import type { Store } from "../store/store.ts";
import type { DryRun } from "./registry.ts";
import { notFound, refused } from "./status-error.ts";

/** The namespaces that the API server keeps (plugin/pkg/admission/namespace/lifecycle). */
const KEPT_NAMESPACES = ["default", "kube-system", "kube-public"];

/** The fields of metav1.DeleteOptions that the sandbox supports. */
export type DeleteOptions = {
	readonly gracePeriodSeconds?: number;
	readonly dryRun?: DryRun;
};

/** `gone` for an object that was removed at once, `going` for one that still exists with a deletionTimestamp. */
export type Deletion = {
	readonly outcome: "gone" | "going";
	readonly object: KubeObject;
};

/** See Registry.delete. */
export function deleteObject(
	store: Store,
	resource: ResourceName,
	name: string,
	namespace: string | undefined,
	options: DeleteOptions,
): Deletion {
	const type = resourceType(resource);
	if (resource === "namespaces" && KEPT_NAMESPACES.includes(name))
		throw refused(type, name, "this namespace may not be deleted");
	const object = store.get(resource, name, namespace);
	if (!object) throw notFound(type, name);
	const pod = resource === "pods" && store.get("pods", name, namespace);
	if (pod) return deletePod(store, pod, options);
	const { finalizers = [], deletionTimestamp } = object.metadata;
	// A namespace stays until its controller has emptied it.
	if (finalizers.length === 0 && resource !== "namespaces") {
		if (options.dryRun !== "all") store.remove(resource, object);
		return { outcome: "gone", object };
	}
	const marked = deletionTimestamp ? object : mark(object, 0);
	if (options.dryRun !== "all") store.put(resource, marked);
	return { outcome: "going", object: marked };
}

/** The grace period is that of the request or of the pod. A second deletion can only shorten it. A pod that never ran has none. */
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
	const marked = unchanged ? pod : mark(pod, graceSeconds);
	if (options.dryRun !== "all") store.put("pods", marked);
	return { outcome: "going", object: marked };
}

/** Removes a pod. As in the API server, watches first see a grace period of 0. */
export function removePod(store: Store, pod: Pod): Pod {
	const marked = store.put("pods", mark(pod, 0));
	store.remove("pods", marked);
	return marked;
}

/** The deletionTimestamp is the end of the grace period, not its start. */
function mark<T extends KubeObject>(object: T, graceSeconds: number): T {
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
		},
	};
}
