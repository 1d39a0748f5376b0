// Starts a cluster. It is up when a pod can be created: the node is Ready and the default service account exists.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createCertificates } from "./certificates.ts";
import { createCgroups } from "./cgroups.ts";
import { checkComponents, startComponent } from "./components.ts";
import { writeConfiguration } from "./configuration.ts";
import { IMAGE_ARCHIVES } from "./images.ts";
import type { Report } from "./install.ts";
import { viewerRights, writeKubeconfigs } from "./kubeconfigs.ts";
import { createNetwork, insideNetwork } from "./network.ts";
import { type CallOptions, call } from "./shell.ts";
import {
	type Cluster,
	containerdSocket,
	kubeconfigPath,
	NODE_NAME,
	programPath,
} from "./state.ts";
import { eventually, Unrecoverable } from "./wait.ts";

/** More than any step takes on a loaded machine of 2 cores. */
const STEP_TIMEOUT_MS = 120_000;

/** Starts the cluster that createCluster has made. When it throws, the caller removes the cluster. */
export async function startCluster(
	cluster: Cluster,
	report: Report,
	signal?: AbortSignal,
): Promise<void> {
	createCgroups(cluster);
	await createNetwork(cluster);
	startComponent(cluster, "etcd");
	await createCertificates(cluster);
	writeKubeconfigs(cluster);
	writeConfiguration(cluster);
	startComponent(cluster, "kube-apiserver");
	startComponent(cluster, "containerd");
	await Promise.all([
		importImages(cluster, signal),
		apiServerReady(cluster, signal),
	]);
	report("API server ready, images imported");

	startComponent(cluster, "kube-controller-manager");
	startComponent(cluster, "kube-scheduler");
	startComponent(cluster, "kubelet");
	startComponent(cluster, "kube-proxy");
	await Promise.all([
		kubectl(cluster, ["apply", "--filename", "-"], {
			input: JSON.stringify(viewerRights),
			signal,
		}),
		waitFor(cluster, `node/${NODE_NAME}`, "create", signal).then(() =>
			waitFor(cluster, `node/${NODE_NAME}`, "condition=Ready", signal),
		),
		waitFor(cluster, "serviceaccount/default", "create", signal),
	]);
	report("node ready");
}

/** Resolves when the API server reports that it is ready. Throws when a component has ended. */
export async function apiServerReady(
	cluster: Cluster,
	signal?: AbortSignal,
): Promise<void> {
	await eventually(
		"the API server to be ready",
		async () => {
			watchOverComponents(cluster);
			await kubectl(
				cluster,
				["get", "--raw", "/readyz", "--request-timeout", "5s"],
				{ signal },
			);
			return true;
		},
		{ timeoutMs: STEP_TIMEOUT_MS, intervalMs: 100, signal },
	);
}

async function importImages(
	cluster: Cluster,
	signal?: AbortSignal,
): Promise<void> {
	const containerdListens = () => {
		watchOverComponents(cluster);
		return existsSync(containerdSocket(cluster));
	};
	await eventually("containerd to listen", containerdListens, {
		timeoutMs: STEP_TIMEOUT_MS,
		signal,
	});
	for (const archive of IMAGE_ARCHIVES) {
		const path = join(cluster.toolchain, "images", archive);
		await call(
			"ctr",
			[
				"--address",
				containerdSocket(cluster),
				"--namespace",
				"k8s.io",
				"images",
				"import",
				path,
			],
			{ signal },
		);
	}
}

function watchOverComponents(cluster: Cluster): void {
	try {
		checkComponents(cluster);
	} catch (error) {
		throw new Unrecoverable(
			error instanceof Error ? error.message : String(error),
		);
	}
}

async function waitFor(
	cluster: Cluster,
	object: string,
	condition: string,
	signal?: AbortSignal,
): Promise<void> {
	await kubectl(
		cluster,
		["wait", object, `--for=${condition}`, `--timeout=${STEP_TIMEOUT_MS}ms`],
		{ signal },
	);
}

async function kubectl(
	cluster: Cluster,
	args: readonly string[],
	options: CallOptions,
): Promise<void> {
	const asAdmin = [
		"--kubeconfig",
		kubeconfigPath(cluster, "admin"),
		"--cache-dir",
		join(cluster.folder, "kube-cache"),
	];
	const [program = "", ...rest] = insideNetwork(cluster, [
		programPath(cluster, "kubectl"),
		...asAdmin,
		...args,
	]);
	await call(program, rest, options);
}
