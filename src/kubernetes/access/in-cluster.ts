import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { hostPort } from "../../host-port.ts";
import type { ClusterEntry, UserEntry } from "./kubeconfig.ts";

/** Where the kubelet mounts a pod's service account. */
export const SERVICE_ACCOUNT_FOLDER =
	"/var/run/secrets/kubernetes.io/serviceaccount";

/** Whether this process runs in a pod that may talk to its cluster (client-go, inClusterClientConfig.Possible). */
export async function isInCluster(
	env: NodeJS.ProcessEnv,
	folder: string,
): Promise<boolean> {
	if (!env["KUBERNETES_SERVICE_HOST"] || !env["KUBERNETES_SERVICE_PORT"])
		return false;
	try {
		return !(await stat(join(folder, "token"))).isDirectory();
	} catch {
		return false;
	}
}

/** Returns the address of the API server for a pod, over TLS whatever the port (client-go, rest.InClusterConfig). */
export function inClusterServer(
	env: NodeJS.ProcessEnv,
	folder: string,
): Pick<ClusterEntry, "server" | "certificateAuthority"> {
	const host = env["KUBERNETES_SERVICE_HOST"] ?? "";
	const port = env["KUBERNETES_SERVICE_PORT"] ?? "";
	return {
		server: `https://${hostPort(host, port)}`,
		certificateAuthority: join(folder, "ca.crt"),
	};
}

/** Returns the pod's service account. The kubelet renews the token in its file. */
export function inClusterUser(
	folder: string,
): Pick<UserEntry, "name" | "tokenFile"> {
	return {
		name: "service account of this pod",
		tokenFile: join(folder, "token"),
	};
}

/** Returns the namespace of the pod: `$POD_NAMESPACE`, else the service account's, else undefined. */
export async function inClusterNamespace(
	env: NodeJS.ProcessEnv,
	folder: string,
): Promise<string | undefined> {
	if (env["POD_NAMESPACE"]) return env["POD_NAMESPACE"];
	try {
		const text = await readFile(join(folder, "namespace"), "utf8");
		return text.trim() || undefined;
	} catch {
		return undefined;
	}
}
