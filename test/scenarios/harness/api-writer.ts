import { request } from "node:https";
import type { Cluster } from "../../../src/kubernetes/cluster.ts";
import type { Manifest } from "./manifests.ts";

/** The plural of each kind that scenarios make. */
const PLURALS: Readonly<Record<string, string>> = {
	Deployment: "deployments",
	StatefulSet: "statefulsets",
	DaemonSet: "daemonsets",
	ReplicaSet: "replicasets",
	ReplicationController: "replicationcontrollers",
	Job: "jobs",
	Pod: "pods",
	Service: "services",
	EndpointSlice: "endpointslices",
	Secret: "secrets",
	Namespace: "namespaces",
	Role: "roles",
	RoleBinding: "rolebindings",
	SelfSubjectAccessReview: "selfsubjectaccessreviews",
};

/** The kinds that are in no namespace. */
const CLUSTER_SCOPED = ["Namespace", "SelfSubjectAccessReview"];

/** Returns the path of a kind's collection in the API. */
export function collectionPath(
	{ apiVersion, kind }: Manifest,
	namespace: string,
): string {
	const group = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
	const plural = PLURALS[kind];
	if (plural === undefined) throw new Error(`no plural for ${kind}`);
	return CLUSTER_SCOPED.includes(kind)
		? `${group}/${plural}`
		: `${group}/namespaces/${namespace}/${plural}`;
}

/**
 * Sends objects to an API server, which the plugin's own client never does. Returns the answer; rejects for every status but
 * 2xx.
 */
export async function writeApi(
	cluster: Cluster,
	method: "POST" | "PATCH" | "DELETE",
	path: string,
	body: object,
): Promise<unknown> {
	const { headers, agent } = await cluster.credentials();
	const payload = Buffer.from(JSON.stringify(body));
	const sent = {
		...Object.fromEntries(Object.entries(headers)),
		"content-type":
			method === "PATCH" ? "application/merge-patch+json" : "application/json",
		// Without this, Node sends the body of a DELETE without a length.
		"content-length": payload.length,
	};
	return new Promise((resolve, reject) => {
		const call = request(
			`${cluster.server}${path}`,
			{ method, agent, headers: sent },
			(response) => {
				let text = "";
				response.setEncoding("utf8");
				response.on("data", (chunk: string) => {
					text += chunk;
				});
				response.on("end", () => {
					const { statusCode = 0 } = response;
					if (statusCode >= 200 && statusCode < 300) resolve(JSON.parse(text));
					else reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
				});
			},
		);
		call.on("error", reject);
		call.end(payload);
	});
}
