// What a test does to the cluster it runs in. `cluster.ts run` and `exec` name that cluster in the environment.

import {
	type ComponentName,
	signalComponent,
	startComponent,
	stopComponent,
} from "./components.ts";
import * as state from "./state.ts";
import { apiServerReady } from "./up.ts";

/** The cluster this process runs inside. Throws outside of `cluster.ts run` and `exec`. */
function currentCluster(): state.Cluster {
	const cluster = state.surroundingCluster();
	if (cluster === undefined)
		throw new Error(
			`${state.STATE_VARIABLE} names no cluster: run this by test/cluster/cluster.ts`,
		);
	return cluster;
}

/**
 * The kubeconfig of a user: `admin` may do everything, by a client certificate; `viewer` may get, list and watch pods,
 * Services, workloads and EndpointSlices, and `jane` nothing, both by a token.
 */
export function kubeconfigPath(user: state.User): string {
	return state.kubeconfigPath(currentCluster(), user);
}

/** The path of a program of the cluster's own version. */
export function programPath(
	program:
		| "kubectl"
		| "grpcurl"
		| "ghz"
		| "krew"
		| "validate-krew-manifest"
		| "actionlint",
): string {
	return state.programPath(currentCluster(), program);
}

/**
 * A client of the API server whose watch ends waits before the next one, twice as long each time, up to a minute, and forgets
 * that only after two minutes (client-go's reflectors). After a few stops of the API server a rollout would take a minute
 * and the node be NotReady meanwhile. So these are started anew with it. Kubelet, whose start makes every pod unready for a
 * moment, is frozen instead: it sees new pods 1 s late after the first stop, 6 s after the fourth within two minutes.
 */
const STOPPED_WITH_API_SERVER: readonly ComponentName[] = [
	"kube-controller-manager",
	"kube-scheduler",
	"kube-proxy",
];

/** Stops the API server; resolves when its port is closed. Connections are cut after a second at most. */
export async function stopApiServer(cluster = currentCluster()): Promise<void> {
	signalComponent(cluster, "kubelet", "SIGSTOP");
	for (const name of STOPPED_WITH_API_SERVER) {
		await stopComponent(cluster, name, { graceMs: 0 });
	}
	await stopComponent(cluster, "kube-apiserver", { graceMs: 1_000 });
}

/** Starts the API server again on the same port; resolves when it is ready. */
export async function startApiServer(
	cluster = currentCluster(),
): Promise<void> {
	startComponent(cluster, "kube-apiserver");
	await apiServerReady(cluster);
	for (const name of STOPPED_WITH_API_SERVER) startComponent(cluster, name);
	signalComponent(cluster, "kubelet", "SIGCONT");
}
