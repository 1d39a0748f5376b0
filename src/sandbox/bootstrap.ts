import { GIT_VERSION } from "./api/discovery/version.ts";
import { type Manifest, timestamp } from "./objects/metadata.ts";

/** Names and addresses of the sandbox's nodes; pods get addresses of their node's network. */
const NODES = [
	{ name: "sandbox-1", ip: "10.240.0.1", podCidr: "10.244.1.0/24" },
	{ name: "sandbox-2", ip: "10.240.0.2", podCidr: "10.244.2.0/24" },
	{ name: "sandbox-3", ip: "10.240.0.3", podCidr: "10.244.3.0/24" },
] as const;

const ALL_VERBS = ["*"];
const READ = ["get", "list", "watch"];

/** What is in a fresh cluster before anybody has made anything, in an order in which it can be created. */
export function firstObjects(apiServerPort: number): readonly Manifest[] {
	return [
		...["default", "kube-system", "kube-public", "kube-node-lease"].map(
			namespace,
		),
		...NODES.flatMap((entry) => [node(entry), lease(entry.name)]),
		...roles(),
		...apiServerService(apiServerPort),
	];
}

/** A Namespace of this name. */
export function namespace(name: string): Manifest {
	return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function node({ name, ip, podCidr }: (typeof NODES)[number]): Manifest {
	const capacity = { cpu: "4", memory: "8Gi", pods: "250" };
	return {
		apiVersion: "v1",
		kind: "Node",
		metadata: {
			name,
			labels: {
				"kubernetes.io/arch": "amd64",
				"kubernetes.io/hostname": name,
				"kubernetes.io/os": "linux",
			},
		},
		spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
		status: {
			capacity,
			allocatable: capacity,
			addresses: [
				{ type: "InternalIP", address: ip },
				{ type: "Hostname", address: name },
			],
			conditions: [
				{
					type: "Ready",
					status: "True",
					reason: "KubeletReady",
					message: "kubelet is posting ready status",
					lastHeartbeatTime: timestamp(),
					lastTransitionTime: timestamp(),
				},
			],
			nodeInfo: {
				architecture: "amd64",
				operatingSystem: "linux",
				osImage: "kubectl-grpc sandbox",
				kernelVersion: "sandbox",
				containerRuntimeVersion: `node://${process.versions.node}`,
				kubeletVersion: GIT_VERSION,
				kubeProxyVersion: "",
				machineID: name,
				systemUUID: name,
				bootID: name,
			},
		},
	};
}

function lease(name: string): Manifest {
	return {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: { name, namespace: "kube-node-lease" },
		spec: {
			holderIdentity: name,
			leaseDurationSeconds: 40,
			renewTime: new Date().toISOString().replace("Z", "000Z"),
		},
	};
}

/** Kubernetes' own roles, as far as somebody here has them; `view` is for the user `viewer`. */
function roles(): readonly Manifest[] {
	return [
		...boundRole("cluster-admin", { Group: "system:masters" }, [
			{ verbs: ALL_VERBS, apiGroups: ["*"], resources: ["*"] },
			{ verbs: ALL_VERBS, nonResourceURLs: ["*"] },
		]),
		...boundRole("view", { User: "viewer" }, VIEW_RULES),
		...boundRole("system:discovery", { Group: "system:authenticated" }, [
			{
				verbs: ["get"],
				nonResourceURLs: ["/api", "/api/*", "/apis", "/apis/*", "/openapi/*"],
			},
		]),
		...boundRole("system:basic-user", { Group: "system:authenticated" }, [
			{
				verbs: ["create"],
				apiGroups: ["authorization.k8s.io", "authentication.k8s.io"],
				resources: ["selfsubjectaccessreviews", "selfsubjectreviews"],
			},
		]),
		...["system:authenticated", "system:unauthenticated"].flatMap((group) =>
			boundRole(
				"system:public-info-viewer",
				{ Group: group },
				[
					{
						verbs: ["get"],
						nonResourceURLs: [
							"/healthz",
							"/livez",
							"/readyz",
							"/version",
							"/version/",
						],
					},
				],
				group === "system:authenticated" ? "" : ":unauthenticated",
			),
		),
	];
}

/** The read-only role that Kubernetes ships: no secrets, no nodes, and no port-forward. */
const VIEW_RULES = [
	{
		verbs: READ,
		apiGroups: [""],
		resources: [
			"configmaps",
			"endpoints",
			"events",
			"namespaces",
			"pods",
			"pods/log",
			"pods/status",
			"replicationcontrollers",
			"replicationcontrollers/scale",
			"serviceaccounts",
			"services",
			"services/status",
		],
	},
	{ verbs: READ, apiGroups: ["apps", "batch"], resources: ["*"] },
	{
		verbs: READ,
		apiGroups: ["autoscaling", "policy", "networking.k8s.io"],
		resources: ["*"],
	},
	{
		verbs: READ,
		apiGroups: ["discovery.k8s.io"],
		resources: ["endpointslices"],
	},
];

function boundRole(
	role: string,
	subject: { readonly User: string } | { readonly Group: string },
	rules: readonly object[],
	suffix = "",
): readonly Manifest[] {
	const name = role + suffix;
	const [[kind = "", subjectName = ""] = []] = Object.entries(subject);
	const apiGroup = "rbac.authorization.k8s.io";
	return [
		{
			apiVersion: `${apiGroup}/v1`,
			kind: "ClusterRole",
			metadata: { name },
			rules,
		},
		{
			apiVersion: `${apiGroup}/v1`,
			kind: "ClusterRoleBinding",
			metadata: { name },
			roleRef: { apiGroup, kind: "ClusterRole", name },
			subjects: [{ apiGroup, kind, name: subjectName }],
		},
	];
}

/** `service/kubernetes`, which every cluster has in its default namespace; its endpoints are kept by hand, as there. */
function apiServerService(port: number): readonly Manifest[] {
	const metadata = { name: "kubernetes", namespace: "default" };
	const labels = { component: "apiserver", provider: "kubernetes" };
	return [
		{
			apiVersion: "v1",
			kind: "Service",
			metadata: { ...metadata, labels },
			spec: {
				clusterIP: "10.96.0.1",
				ports: [{ name: "https", port: 443, targetPort: port }],
			},
		},
		{
			apiVersion: "v1",
			kind: "Endpoints",
			metadata: {
				...metadata,
				labels: { "endpointslice.kubernetes.io/skip-mirror": "true" },
			},
			subsets: [
				{
					addresses: [{ ip: "127.0.0.1" }],
					ports: [{ name: "https", port, protocol: "TCP" }],
				},
			],
		},
		{
			apiVersion: "discovery.k8s.io/v1",
			kind: "EndpointSlice",
			metadata: {
				...metadata,
				labels: { "kubernetes.io/service-name": "kubernetes" },
			},
			addressType: "IPv4",
			endpoints: [{ addresses: ["127.0.0.1"], conditions: { ready: true } }],
			ports: [{ name: "https", port, protocol: "TCP" }],
		},
	];
}
