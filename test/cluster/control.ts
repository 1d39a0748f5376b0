// What a test does to the cluster that it runs in. `cluster.ts run` and `exec` name that cluster in the environment.

import {
	type ComponentName,
	signalComponent,
	startComponent,
	stopComponent,
} from "./components.ts";
import * as state from "./state.ts";
import { apiServerReady } from "./up.ts";

/** Returns the cluster that this process runs inside. Throws outside of `cluster.ts run` and `exec`. */
function currentCluster(): state.Cluster {
	const cluster = state.surroundingCluster();
	if (cluster === undefined)
		throw new Error(
			`${state.STATE_VARIABLE} names no cluster: run this by test/cluster/cluster.ts`,
		);
	return cluster;
}

/**
 * Returns the path of a user's kubeconfig. `admin` has a client certificate and may do everything. `viewer` has a token and
 * may get, list and watch pods, Services, workloads and EndpointSlices. `jane` has a token and may do nothing.
 */
export function kubeconfigPath(user: state.User): string {
	return state.kubeconfigPath(currentCluster(), user);
}

/** Returns the path of a program of the cluster's toolchain. */
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
 * When a watch of client-go ends, its reflector waits before the next one: twice as long each time, up to a minute. It resets
 * the wait only after two minutes. After a few stops of the API server a rollout would take a minute, and the node would be
 * NotReady meanwhile. So these components are restarted with the API server. A restart of the kubelet makes every pod unready
 * for a moment, so it is frozen instead: it sees new pods 1 s late after the first stop, 6 s late after the fourth within two
 * minutes.
 */
const STOPPED_WITH_API_SERVER: readonly ComponentName[] = [
	"kube-controller-manager",
	"kube-scheduler",
	"kube-proxy",
];

/** Stops the API server. Resolves when its port is closed. Open connections are cut after a second at most. */
export async function stopApiServer(cluster = currentCluster()): Promise<void> {
	signalComponent(cluster, "kubelet", "SIGSTOP");
	for (const name of STOPPED_WITH_API_SERVER) {
		await stopComponent(cluster, name, { graceMs: 0 });
	}
	await stopComponent(cluster, "kube-apiserver", { graceMs: 1_000 });
}

/** Starts the API server again on the same port. Resolves when it is ready. */
export async function startApiServer(
	cluster = currentCluster(),
): Promise<void> {
	startComponent(cluster, "kube-apiserver");
	await apiServerReady(cluster);
	for (const name of STOPPED_WITH_API_SERVER) startComponent(cluster, name);
	signalComponent(cluster, "kubelet", "SIGCONT");
}
