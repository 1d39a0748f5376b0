import type { Kinds, ResourceName } from "../objects/kinds.ts";

/** The objects of each resource by key. */
type Tables = { readonly [R in ResourceName]: Map<string, Kinds[R]> };

/** Returns a table without objects for each resource. */
export function emptyTables(): Tables {
	return {
		configmaps: new Map(),
		endpoints: new Map(),
		events: new Map(),
		namespaces: new Map(),
		nodes: new Map(),
		pods: new Map(),
		replicationcontrollers: new Map(),
		secrets: new Map(),
		serviceaccounts: new Map(),
		services: new Map(),
		daemonsets: new Map(),
		deployments: new Map(),
		replicasets: new Map(),
		statefulsets: new Map(),
		jobs: new Map(),
		leases: new Map(),
		endpointslices: new Map(),
		clusterrolebindings: new Map(),
		clusterroles: new Map(),
		rolebindings: new Map(),
		roles: new Map(),
	};
}
