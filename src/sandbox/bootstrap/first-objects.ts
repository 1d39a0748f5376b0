import type { Manifest } from "../objects/metadata.ts";
import { apiServerService } from "./api-server-service.ts";
import { nodes } from "./nodes.ts";
import { roles } from "./roles.ts";

/** Returns the objects of a fresh cluster, in an order in which they can be created. */
export function firstObjects(apiServerPort: number): readonly Manifest[] {
	return [
		...["default", "kube-system", "kube-public", "kube-node-lease"].map(
			namespace,
		),
		...nodes(),
		...roles(),
		...apiServerService(apiServerPort),
	];
}

/** Returns a Namespace. */
export function namespace(name: string): Manifest {
	return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}
