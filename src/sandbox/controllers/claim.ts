import {
	controllerOf,
	controllerReference,
	type KubeObject,
} from "../objects/metadata.ts";
import type { Pod, PodTemplate } from "../objects/pod.ts";
import type { ControlPlane } from "./controller.ts";

/**
 * Returns the pods that an owner controls. It first adopts matching pods without a controller, and releases its own pods that no longer
 * match. Pods of another controller are never changed (pkg/controller/controller_ref_manager.go).
 */
export function claimPods(
	{ store }: ControlPlane,
	owner: KubeObject,
	matches: (pod: Pod) => boolean,
): readonly Pod[] {
	const claimed: Pod[] = [];
	for (const pod of store.list("pods", owner.metadata.namespace)) {
		const controller = controllerOf(pod);
		const own = controller?.uid === owner.metadata.uid;
		if (controller && !own) continue;
		if (own && !matches(pod)) release(store, pod, owner);
		else if (own) claimed.push(pod);
		else if (matches(pod) && !pod.metadata.deletionTimestamp)
			claimed.push(adopt(store, pod, owner));
	}
	return claimed;
}

function adopt(store: ControlPlane["store"], pod: Pod, owner: KubeObject): Pod {
	return store.put("pods", {
		...pod,
		metadata: {
			...pod.metadata,
			ownerReferences: [
				...(pod.metadata.ownerReferences ?? []),
				controllerReference(owner),
			],
		},
	});
}

function release(
	store: ControlPlane["store"],
	pod: Pod,
	owner: KubeObject,
): void {
	const { ownerReferences = [], ...metadata } = pod.metadata;
	store.put("pods", {
		...pod,
		metadata: {
			...metadata,
			ownerReferences: ownerReferences.filter(
				({ uid }) => uid !== owner.metadata.uid,
			),
		},
	});
}

/** Creates a pod from a template, controlled by `owner`. Without a name in the options, the name is generated from the owner's. */
export function createPod(
	{ registry, record }: ControlPlane,
	owner: KubeObject,
	template: PodTemplate,
	options: {
		readonly component: string;
		readonly name?: string;
		readonly labels?: Readonly<Record<string, string>>;
	},
): void {
	const { name: ownerName, namespace } = owner.metadata;
	const pod = registry.create("pods", {
		apiVersion: "v1",
		kind: "Pod",
		metadata: {
			...(options.name === undefined
				? { generateName: `${ownerName}-` }
				: { name: options.name }),
			...(namespace === undefined ? {} : { namespace }),
			labels: { ...template.metadata?.labels, ...options.labels },
			...(template.metadata?.annotations
				? { annotations: template.metadata.annotations }
				: {}),
			ownerReferences: [controllerReference(owner)],
		},
		spec: template.spec,
	});
	record(owner, {
		type: "Normal",
		reason: "SuccessfulCreate",
		message: `Created pod: ${pod.metadata.name}`,
		component: options.component,
	});
}

/** Deletes a pod for its owner with the pod's grace period. */
export function deletePod(
	{ registry, record }: ControlPlane,
	owner: KubeObject,
	pod: Pod,
	component: string,
): void {
	registry.delete("pods", pod.metadata.name, pod.metadata.namespace);
	record(owner, {
		type: "Normal",
		reason: "SuccessfulDelete",
		message: `Deleted pod: ${pod.metadata.name}`,
		component,
	});
}
