// The cluster's certificates: one authority, and a key pair for each component and user.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
	createAuthority,
	type IssueOptions,
	type KeyPair,
} from "../certificates/authority.ts";
import { addresses, type Cluster, NODE_NAME } from "./state.ts";

/** Kubernetes takes the user from a client certificate's common name, and the groups from its organisations. */
const CERTIFICATES: Readonly<Record<string, IssueOptions>> = {
	apiserver: {
		commonName: "kube-apiserver",
		usage: "server",
		names: [
			"localhost",
			"kubernetes",
			"kubernetes.default",
			"kubernetes.default.svc",
			"kubernetes.default.svc.cluster.local",
			"127.0.0.1",
			addresses.node,
			addresses.apiService,
		],
	},
	// As with serverTLSBootstrap, which managed clusters use: the cluster's authority signs it. By default the kubelet signs it
	// itself.
	"kubelet-server": {
		commonName: `system:node:${NODE_NAME}`,
		organizations: ["system:nodes"],
		usage: "server",
		names: [NODE_NAME, addresses.node],
	},
	"apiserver-kubelet-client": client(
		"kube-apiserver-kubelet-client",
		"system:masters",
	),
	admin: client("kubernetes-admin", "system:masters"),
	"controller-manager": client("system:kube-controller-manager"),
	scheduler: client("system:kube-scheduler"),
	kubelet: client(`system:node:${NODE_NAME}`, "system:nodes"),
	proxy: client("system:kube-proxy"),
	// Signs the service accounts' tokens. Only the key is used.
	"service-account": client("service-account"),
};

/** The test authority's certificates last one day by default. A kept cluster may live longer. */
const VALID_MS = 30 * 24 * 60 * 60 * 1000;

export function certificatePath(cluster: Cluster, name: string): string {
	return join(cluster.folder, `${name}.crt`);
}

export function keyPath(cluster: Cluster, name: string): string {
	return join(cluster.folder, `${name}.key`);
}

/** Writes the authority `ca` and every pair above into the cluster's folder. */
export async function createCertificates(cluster: Cluster): Promise<void> {
	const notAfter = new Date(Date.now() + VALID_MS);
	const authority = await createAuthority("kubernetes", { notAfter });
	writePair(cluster, "ca", authority);
	for (const [name, options] of Object.entries(CERTIFICATES)) {
		writePair(cluster, name, await authority.issue({ ...options, notAfter }));
	}
}

function client(commonName: string, ...organizations: string[]): IssueOptions {
	return { commonName, organizations, usage: "client" };
}

function writePair(cluster: Cluster, name: string, pair: KeyPair): void {
	writeFileSync(certificatePath(cluster, name), pair.certificate);
	writeFileSync(keyPath(cluster, name), pair.key, { mode: 0o600 });
}
