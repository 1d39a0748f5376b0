import type { Manifest } from "../objects/metadata.ts";
import { apiServerService } from "./api-server-service.ts";
import { nodes } from "./nodes.ts";
import { roles } from "./roles.ts";

/** What is in a fresh cluster before anybody has made anything, in an order in which it can be created. */
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

/** A Namespace of this name. */
export function namespace(name: string): Manifest {
	return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}
