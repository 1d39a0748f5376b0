import { RESOURCES } from "../objects/kinds.ts";
import type { Controller, ControlPlane } from "./controller.ts";

/** Furnishes new namespaces with what Kubernetes puts there, and empties those that are deleted before they go. */
export function namespaceController(authorityPem: string): Controller {
	return {
		name: "namespace",
		affected: ({ resource, object }) =>
			resource === "namespaces"
				? [object.metadata.name]
				: [object.metadata.namespace].filter((name) => name !== undefined),
		reconcile: (name, plane) => {
			const namespace = plane.store.get("namespaces", name);
			if (!namespace) return undefined;
			if (!namespace.metadata.deletionTimestamp) {
				furnish(plane, name, authorityPem);
			} else if (namespace.status.phase === "Active") {
				const status = { phase: "Terminating" as const };
				plane.store.put("namespaces", { ...namespace, status });
			} else if (empty(plane, name)) {
				plane.store.remove("namespaces", namespace);
			}
			return undefined;
		},
	};
}

function furnish(
	{ store, registry }: ControlPlane,
	namespace: string,
	authorityPem: string,
): void {
	if (!store.get("serviceaccounts", "default", namespace))
		registry.create("serviceaccounts", {
			apiVersion: "v1",
			kind: "ServiceAccount",
			metadata: { name: "default", namespace },
		});
	if (!store.get("configmaps", "kube-root-ca.crt", namespace))
		registry.create("configmaps", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "kube-root-ca.crt", namespace },
			data: { "ca.crt": authorityPem },
		});
}

/** Deletes all there is. Gives whether nothing was left. */
function empty({ store, registry }: ControlPlane, namespace: string): boolean {
	const left = RESOURCES.filter(({ scope }) => scope === "namespaced").flatMap(
		({ name }) =>
			store.list(name, namespace).map(({ metadata }) => ({ name, metadata })),
	);
	for (const { name, metadata } of left)
		if (!metadata.deletionTimestamp)
			registry.delete(name, metadata.name, namespace);
	return left.length === 0;
}
