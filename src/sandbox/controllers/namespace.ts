import { RESOURCES } from "../objects/kinds.ts";
import type { Controller, ControlPlane } from "./controller.ts";

/** Deletes the contents of namespaces that are being deleted, then the namespaces. */
export const namespaceController: Controller = {
	name: "namespace",
	affected: ({ resource, object }) =>
		resource === "namespaces"
			? [object.metadata.name]
			: [object.metadata.namespace].filter((name) => name !== undefined),
	reconcile: (name, plane) => {
		const namespace = plane.store.get("namespaces", name);
		if (!namespace?.metadata.deletionTimestamp) return;
		if (namespace.status.phase === "Active") {
			const status = { phase: "Terminating" as const };
			plane.store.put("namespaces", { ...namespace, status });
		} else if (empty(plane, name)) {
			plane.store.remove("namespaces", namespace);
		}
	},
};

/** Deletes everything in a namespace. Returns whether nothing was left. */
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
