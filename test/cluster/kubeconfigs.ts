// Writes the kubeconfigs of the components and the tests and the static tokens, and defines the rights of `viewer`.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePath, keyPath } from "./certificates.ts";
import { addresses, type Cluster, kubeconfigPath } from "./state.ts";

const CERTIFICATE_USERS = [
	"admin",
	"controller-manager",
	"scheduler",
	"kubelet",
	"proxy",
];
const TOKEN_USERS = ["jane", "viewer"];

export function tokenFilePath(cluster: Cluster): string {
	return join(cluster.folder, "tokens.csv");
}

/** Writes a kubeconfig for each user, and the API server's file of static tokens. */
export function writeKubeconfigs(cluster: Cluster): void {
	const base64 = (path: string) => readFileSync(path).toString("base64");
	const authority = base64(certificatePath(cluster, "ca"));
	for (const user of CERTIFICATE_USERS) {
		writeKubeconfig(cluster, user, authority, {
			"client-certificate-data": base64(certificatePath(cluster, user)),
			"client-key-data": base64(keyPath(cluster, user)),
		});
	}
	const tokens = TOKEN_USERS.map((user) => ({
		user,
		token: randomBytes(16).toString("hex"),
	}));
	for (const { user, token } of tokens)
		writeKubeconfig(cluster, user, authority, { token });
	const lines = tokens.map(({ user, token }) => `${token},${user},${user}\n`);
	writeFileSync(tokenFilePath(cluster), lines.join(""), { mode: 0o600 });
}

function writeKubeconfig(
	cluster: Cluster,
	user: string,
	authority: string,
	credentials: Readonly<Record<string, string>>,
): void {
	// JSON is YAML.
	const kubeconfig = {
		apiVersion: "v1",
		kind: "Config",
		clusters: [
			{
				name: "test",
				cluster: {
					server: addresses.api,
					"certificate-authority-data": authority,
				},
			},
		],
		users: [{ name: user, user: credentials }],
		contexts: [
			{
				name: "test",
				context: { cluster: "test", user, namespace: "default" },
			},
		],
		"current-context": "test",
	};
	const text = `${JSON.stringify(kubeconfig, null, "\t")}\n`;
	writeFileSync(kubeconfigPath(cluster, user), text, { mode: 0o600 });
}

/** The rights of `viewer`: it sees everything that a diagnosis reads, and opens no tunnel. `jane` may do nothing. */
export const viewerRights = {
	apiVersion: "v1",
	kind: "List",
	items: [
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "ClusterRole",
			metadata: { name: "viewer" },
			rules: [
				viewing("", ["pods", "services", "replicationcontrollers", "events"]),
				viewing("apps", [
					"deployments",
					"statefulsets",
					"daemonsets",
					"replicasets",
				]),
				viewing("batch", ["jobs", "cronjobs"]),
				viewing("discovery.k8s.io", ["endpointslices"]),
			],
		},
		{
			apiVersion: "rbac.authorization.k8s.io/v1",
			kind: "ClusterRoleBinding",
			metadata: { name: "viewer" },
			roleRef: {
				apiGroup: "rbac.authorization.k8s.io",
				kind: "ClusterRole",
				name: "viewer",
			},
			subjects: [
				{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "viewer" },
			],
		},
	],
};

function viewing(apiGroup: string, resources: readonly string[]): object {
	return { apiGroups: [apiGroup], resources, verbs: ["get", "list", "watch"] };
}
