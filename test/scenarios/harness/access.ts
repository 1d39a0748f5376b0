import { loadCluster } from "../../../src/kubernetes/cluster.ts";
import { fieldOf } from "../../../src/kubernetes/field.ts";
import { eventually } from "../../cluster/wait.ts";
import { collectionPath, writeApi } from "./api-writer.ts";
import type { Backend } from "./backend.ts";

/** An action of a user on objects of the scenario's namespace. */
export type Action = {
	readonly verb: string;
	/** The API group; without it, the core group. */
	readonly group?: string;
	readonly resource: string;
	readonly subresource?: string;
};

/** The API server's answer to whether a user may do something. */
export type Verdict = "allowed" | "denied";

/**
 * Resolves when the API server gives the wanted verdict. It reads Roles and bindings some time after they are written and
 * sends no event, so it is asked again and again.
 */
export async function accessUntil(
	user: ReturnType<Backend["kubeconfig"]>,
	action: Action & { readonly namespace: string },
	verdict: Verdict,
): Promise<void> {
	const cluster = await loadCluster(
		{ context: user.context },
		{ KUBECONFIG: user.path },
	);
	const review = {
		apiVersion: "authorization.k8s.io/v1",
		kind: "SelfSubjectAccessReview",
		spec: { resourceAttributes: action },
	};
	const path = collectionPath(review, "");
	try {
		await eventually(
			`${action.verb} ${action.resource} to be ${verdict}`,
			async () =>
				fieldOf(await writeApi(cluster, "POST", path, review))
					.record("status")
					.boolean("allowed") ===
				(verdict === "allowed"),
			{ timeoutMs: 30_000 },
		);
	} finally {
		cluster.close();
	}
}
