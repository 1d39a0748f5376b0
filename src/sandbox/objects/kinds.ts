import type {
	ConfigMap,
	Event,
	Namespace,
	Node,
	Role,
	RoleBinding,
	Secret,
} from "./cluster.ts";
import type { KubeObject } from "./metadata.ts";
import type { EndpointSlice, Endpoints, Service } from "./network.ts";
import type { Pod } from "./pod.ts";
import type {
	DaemonSet,
	Deployment,
	Job,
	ReplicaSet,
	ReplicationController,
	StatefulSet,
} from "./workloads.ts";

/** Every resource of the sandbox, with the type of its objects after admission. */
export type Kinds = {
	readonly configmaps: ConfigMap;
	readonly endpoints: Endpoints;
	readonly events: Event;
	readonly namespaces: Namespace;
	readonly nodes: Node;
	readonly pods: Pod;
	readonly replicationcontrollers: ReplicationController;
	readonly secrets: Secret;
	readonly serviceaccounts: KubeObject;
	readonly services: Service;
	readonly daemonsets: DaemonSet;
	readonly deployments: Deployment;
	readonly replicasets: ReplicaSet;
	readonly statefulsets: StatefulSet;
	readonly jobs: Job;
	readonly leases: KubeObject;
	readonly endpointslices: EndpointSlice;
	readonly clusterrolebindings: RoleBinding;
	readonly clusterroles: Role;
	readonly rolebindings: RoleBinding;
	readonly roles: Role;
};

export type ResourceName = keyof Kinds;

/** What discovery and the registry need to know about a resource. */
export type ResourceType = {
	readonly name: ResourceName;
	/** Empty for the core group. */
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly shortNames: readonly string[];
	readonly scope: "namespaced" | "cluster";
	/** `all` for resources that `kubectl get all` shows. */
	readonly categories: readonly "all"[];
	readonly subresources: readonly string[];
};

/**
 * Each text holds group and version, kind and short names. `cluster` marks cluster-scoped resources, `all` those of `kubectl get all`,
 * and `+` subresources.
 */
const TYPES: { readonly [R in ResourceName]: string } = {
	configmaps: "v1 ConfigMap cm",
	endpoints: "v1 Endpoints ep",
	events: "v1 Event ev",
	namespaces: "v1 Namespace ns cluster +status",
	nodes: "v1 Node no cluster +status",
	pods: "v1 Pod po all +log +portforward +status",
	replicationcontrollers: "v1 ReplicationController rc all +scale +status",
	secrets: "v1 Secret",
	serviceaccounts: "v1 ServiceAccount sa",
	services: "v1 Service svc all +status",
	daemonsets: "apps/v1 DaemonSet ds all +status",
	deployments: "apps/v1 Deployment deploy all +scale +status",
	replicasets: "apps/v1 ReplicaSet rs all +scale +status",
	statefulsets: "apps/v1 StatefulSet sts all +scale +status",
	jobs: "batch/v1 Job all +status",
	leases: "coordination.k8s.io/v1 Lease",
	endpointslices: "discovery.k8s.io/v1 EndpointSlice",
	clusterrolebindings:
		"rbac.authorization.k8s.io/v1 ClusterRoleBinding cluster",
	clusterroles: "rbac.authorization.k8s.io/v1 ClusterRole cluster",
	rolebindings: "rbac.authorization.k8s.io/v1 RoleBinding",
	roles: "rbac.authorization.k8s.io/v1 Role",
};

/** All resources, in the order of discovery. */
export const RESOURCES: readonly ResourceType[] = Object.keys(TYPES)
	.filter(isResourceName)
	.map((name) => parseType(name, TYPES[name]));

function isResourceName(name: string): name is ResourceName {
	return Object.hasOwn(TYPES, name);
}

function parseType(name: ResourceName, text: string): ResourceType {
	const [groupVersion = "", kind = "", ...rest] = text.split(" ");
	const [group = "", version] = groupVersion.split("/");
	const marks = ["cluster", "all"];
	return {
		name,
		group: version === undefined ? "" : group,
		version: version ?? group,
		kind,
		scope: rest.includes("cluster") ? "cluster" : "namespaced",
		categories: rest.includes("all") ? ["all"] : [],
		shortNames: rest.filter(
			(word) => !marks.includes(word) && !word.startsWith("+"),
		),
		subresources: rest
			.filter((word) => word.startsWith("+"))
			.map((word) => word.slice(1)),
	};
}

const BY_NAME = new Map(RESOURCES.map((type) => [type.name, type]));

/** Returns the type of a resource by its name. */
export function resourceType(name: ResourceName): ResourceType {
	const found = BY_NAME.get(name);
	if (!found) throw new Error(`no resource ${name}`);
	return found;
}

/** Returns the apiVersion of a resource's objects: `v1`, `apps/v1`. */
export function apiVersionOf(type: ResourceType): string {
	return type.group === "" ? type.version : `${type.group}/${type.version}`;
}

/** Returns the name of a resource in the server's messages: `pods`, `deployments.apps`. */
export function qualifiedName(type: ResourceType): string {
	return type.group === "" ? type.name : `${type.name}.${type.group}`;
}

/** Returns the resource of an apiVersion and kind. */
export function resourceOfKind(
	apiVersion: string,
	kind: string,
): ResourceType | undefined {
	return RESOURCES.find(
		(type) => type.kind === kind && apiVersionOf(type) === apiVersion,
	);
}

/** Returns whether an object belongs to a resource. The store holds only admitted objects, so that the kind determines the type. */
export function isOf<R extends ResourceName>(
	resource: R,
	object: KubeObject,
): object is Kinds[R] {
	const type = resourceType(resource);
	return object.kind === type.kind && object.apiVersion === apiVersionOf(type);
}
