import type { PolicyRule } from "../objects/cluster.ts";
import type { Manifest } from "../objects/metadata.ts";

const API_GROUP = "rbac.authorization.k8s.io";

type Subject = { readonly kind: "User" | "Group"; readonly name: string };

const AUTHENTICATED: Subject = { kind: "Group", name: "system:authenticated" };
const UNAUTHENTICATED: Subject = {
	kind: "Group",
	name: "system:unauthenticated",
};

/** Returns the predefined roles of Kubernetes that users of the sandbox have. `view` is bound to the user `viewer`. */
export function roles(): readonly Manifest[] {
	return [
		...boundRole(
			"cluster-admin",
			[{ kind: "Group", name: "system:masters" }],
			[
				{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
				{ verbs: ["*"], nonResourceURLs: ["*"] },
			],
		),
		...boundRole("view", [{ kind: "User", name: "viewer" }], VIEW),
		...boundRole(
			"system:discovery",
			[AUTHENTICATED],
			[readPaths("/api", "/api/*", "/apis", "/apis/*", "/openapi/*")],
		),
		...boundRole(
			"system:public-info-viewer",
			[AUTHENTICATED, UNAUTHENTICATED],
			[readPaths("/healthz", "/livez", "/readyz", "/version", "/version/")],
		),
		...boundRole(
			"system:basic-user",
			[AUTHENTICATED],
			[
				{
					verbs: ["create"],
					apiGroups: ["authorization.k8s.io"],
					resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
				},
				{
					verbs: ["create"],
					apiGroups: ["authentication.k8s.io"],
					resources: ["selfsubjectreviews"],
				},
			],
		),
	];
}

/** The predefined read-only role of Kubernetes. It excludes secrets, nodes and port-forwards. */
const VIEW: readonly PolicyRule[] = [
	read(
		[""],
		[
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
	),
	read(["apps", "batch"], ["*"]),
	read(["discovery.k8s.io"], ["endpointslices"]),
];

function read(
	apiGroups: readonly string[],
	resources: readonly string[],
): PolicyRule {
	return { verbs: ["get", "list", "watch"], apiGroups, resources };
}

function readPaths(...nonResourceURLs: readonly string[]): PolicyRule {
	return { verbs: ["get"], nonResourceURLs };
}

function boundRole(
	name: string,
	subjects: readonly Subject[],
	rules: readonly PolicyRule[],
): readonly Manifest[] {
	const apiVersion = `${API_GROUP}/v1`;
	return [
		{ apiVersion, kind: "ClusterRole", metadata: { name }, rules },
		{
			apiVersion,
			kind: "ClusterRoleBinding",
			metadata: { name },
			roleRef: { apiGroup: API_GROUP, kind: "ClusterRole", name },
			subjects: subjects.map((subject) => ({
				apiGroup: API_GROUP,
				...subject,
			})),
		},
	];
}
