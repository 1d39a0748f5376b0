import type {
	ConfigMap,
	Event,
	Namespace,
	Node,
	PodDisruptionBudget,
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

/** Every resource of the sandbox, with the shape its objects have once admitted. */
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
	readonly horizontalpodautoscalers: KubeObject;
	readonly jobs: Job;
	readonly leases: KubeObject;
	readonly endpointslices: EndpointSlice;
	readonly ingressclasses: KubeObject;
	readonly ingresses: KubeObject;
	readonly networkpolicies: KubeObject;
	readonly poddisruptionbudgets: PodDisruptionBudget;
	readonly clusterrolebindings: RoleBinding;
	readonly clusterroles: Role;
	readonly rolebindings: RoleBinding;
	readonly roles: Role;
};

export type ResourceName = keyof Kinds;

/** What discovery says of a resource, and what the registry needs to know to keep it. */
export type ResourceType<R extends ResourceName = ResourceName> = {
	readonly name: R;
	/** Empty for the core group. */
	readonly group: string;
	readonly version: string;
	readonly kind: string;
	readonly shortNames: readonly string[];
	readonly scope: "namespaced" | "cluster";
	/** `all` for what `kubectl get all` shows. */
	readonly categories: readonly "all"[];
	readonly subresources: readonly string[];
};

type Row = readonly [
	name: ResourceName,
	groupVersion: string,
	kind: string,
	shortNames: string,
	scope: "namespaced" | "cluster",
	categories: "all" | "",
	subresources: string,
];

const ROWS: readonly Row[] = [
	["configmaps", "v1", "ConfigMap", "cm", "namespaced", "", ""],
	["endpoints", "v1", "Endpoints", "ep", "namespaced", "", ""],
	["events", "v1", "Event", "ev", "namespaced", "", ""],
	["namespaces", "v1", "Namespace", "ns", "cluster", "", "status"],
	["nodes", "v1", "Node", "no", "cluster", "", "status"],
	[
		"pods",
		"v1",
		"Pod",
		"po",
		"namespaced",
		"all",
		"eviction log portforward status",
	],
	[
		"replicationcontrollers",
		"v1",
		"ReplicationController",
		"rc",
		"namespaced",
		"all",
		"scale status",
	],
	["secrets", "v1", "Secret", "", "namespaced", "", ""],
	["serviceaccounts", "v1", "ServiceAccount", "sa", "namespaced", "", ""],
	["services", "v1", "Service", "svc", "namespaced", "all", "status"],
	["daemonsets", "apps/v1", "DaemonSet", "ds", "namespaced", "all", "status"],
	[
		"deployments",
		"apps/v1",
		"Deployment",
		"deploy",
		"namespaced",
		"all",
		"scale status",
	],
	[
		"replicasets",
		"apps/v1",
		"ReplicaSet",
		"rs",
		"namespaced",
		"all",
		"scale status",
	],
	[
		"statefulsets",
		"apps/v1",
		"StatefulSet",
		"sts",
		"namespaced",
		"all",
		"scale status",
	],
	[
		"horizontalpodautoscalers",
		"autoscaling/v2",
		"HorizontalPodAutoscaler",
		"hpa",
		"namespaced",
		"all",
		"status",
	],
	["jobs", "batch/v1", "Job", "", "namespaced", "all", "status"],
	["leases", "coordination.k8s.io/v1", "Lease", "", "namespaced", "", ""],
	[
		"endpointslices",
		"discovery.k8s.io/v1",
		"EndpointSlice",
		"",
		"namespaced",
		"",
		"",
	],
	[
		"ingressclasses",
		"networking.k8s.io/v1",
		"IngressClass",
		"",
		"cluster",
		"",
		"",
	],
	[
		"ingresses",
		"networking.k8s.io/v1",
		"Ingress",
		"ing",
		"namespaced",
		"",
		"status",
	],
	[
		"networkpolicies",
		"networking.k8s.io/v1",
		"NetworkPolicy",
		"netpol",
		"namespaced",
		"",
		"",
	],
	[
		"poddisruptionbudgets",
		"policy/v1",
		"PodDisruptionBudget",
		"pdb",
		"namespaced",
		"",
		"status",
	],
	[
		"clusterrolebindings",
		"rbac.authorization.k8s.io/v1",
		"ClusterRoleBinding",
		"",
		"cluster",
		"",
		"",
	],
	[
		"clusterroles",
		"rbac.authorization.k8s.io/v1",
		"ClusterRole",
		"",
		"cluster",
		"",
		"",
	],
	[
		"rolebindings",
		"rbac.authorization.k8s.io/v1",
		"RoleBinding",
		"",
		"namespaced",
		"",
		"",
	],
	["roles", "rbac.authorization.k8s.io/v1", "Role", "", "namespaced", "", ""],
];

/** All resources, in the order discovery lists them. */
export const RESOURCES: readonly ResourceType[] = ROWS.map(
	([
		name,
		groupVersion,
		kind,
		shortNames,
		scope,
		categories,
		subresources,
	]) => ({
		name,
		group: groupVersion.includes("/") ? groupVersion.replace(/\/.*/, "") : "",
		version: groupVersion.replace(/.*\//, ""),
		kind,
		shortNames: words(shortNames),
		scope,
		categories: categories === "" ? [] : [categories],
		subresources: words(subresources),
	}),
);

const BY_NAME = new Map(RESOURCES.map((type) => [type.name, type]));

/** The type of a resource by its name. */
export function resourceType(name: ResourceName): ResourceType {
	const found = BY_NAME.get(name);
	if (!found) throw new Error(`no resource ${name}`);
	return found;
}

/** `v1`, `apps/v1`: as in an object's apiVersion. */
export function apiVersionOf(type: ResourceType): string {
	return type.group === "" ? type.version : `${type.group}/${type.version}`;
}

/** `pods`, `deployments.apps`: as in the server's messages. */
export function qualifiedName(type: ResourceType): string {
	return type.group === "" ? type.name : `${type.name}.${type.group}`;
}

/** The resource that keeps objects of an apiVersion and kind. */
export function resourceOfKind(
	apiVersion: string,
	kind: string,
): ResourceType | undefined {
	return RESOURCES.find(
		(type) => type.kind === kind && apiVersionOf(type) === apiVersion,
	);
}

function words(text: string): string[] {
	return text.split(" ").filter((word) => word !== "");
}

/** Whether an object is of a resource. The store keeps only admitted objects, so that the kind vouches for the shape. */
export function isOf<R extends ResourceName>(
	resource: R,
	object: KubeObject,
): object is Kinds[R] {
	const type = resourceType(resource);
	return object.kind === type.kind && object.apiVersion === apiVersionOf(type);
}
