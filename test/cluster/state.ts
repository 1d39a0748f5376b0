// What is stored about a cluster, and where: enough to use it, and to remove it after any crash.
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { ProcessIdentity } from "./processes.ts";

/** A cluster of this machine, in any state from its start to its removal. */
export type Cluster = {
	/** Unique on this machine; part of every name that is not inside the folder. */
	readonly id: string;
	/** The folder for everything that the cluster writes. */
	readonly folder: string;
	/** The toolchain's folder of programs and images. */
	readonly toolchain: string;
	/** `kept` stays until `down`; `run` ends with the process that started it. */
	readonly lifetime:
		| { readonly kind: "kept" }
		| { readonly kind: "run"; readonly owner: ProcessIdentity };
};

/** The user of a kubeconfig. */
export type User = "admin" | "jane" | "viewer";

/** This variable gives a cluster's folder to the programs that run inside it. */
export const STATE_VARIABLE = "KUBECTL_GRPC_TEST_CLUSTER_STATE";

/** The addresses are from 198.18.0.0/15, which RFC 2544 reserves for tests inside one network. */
export const addresses = {
	node: "198.18.0.1",
	pods: "198.18.64.0/18",
	services: "198.19.0.0/16",
	/** The first address of the services' range: the `kubernetes` Service. */
	apiService: "198.19.0.1",
	dns: "198.19.0.10",
	api: "https://127.0.0.1:6443",
	etcd: "http://127.0.0.1:2379",
} as const;

/** The one node's name. */
export const NODE_NAME = "node-1";

/** Returns the project's folder for what can be made again. */
export function cacheFolder(): string {
	const home = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
	return join(home, "kubectl-grpc");
}

/** Returns the name of everything that cannot be inside the folder: network namespace, cgroup, CNI network. */
export function systemName(cluster: Cluster): string {
	return `kubectl-grpc-${cluster.id}`;
}

export function networkNamespacePath(cluster: Cluster): string {
	return `/run/netns/${systemName(cluster)}`;
}

export function kubeconfigPath(cluster: Cluster, user: string): string {
	return join(cluster.folder, `${user}.kubeconfig`);
}

export function containerdSocket(cluster: Cluster): string {
	return join(cluster.folder, "containerd.sock");
}

export function programPath(cluster: Cluster, program: string): string {
	return join(cluster.toolchain, "bin", program);
}

/** Makes a cluster's folder and stores its state, before anything is started that may have to be found again. */
export function createCluster(
	toolchain: string,
	owner: ProcessIdentity,
): Cluster {
	const folder = mkdtempSync(join(tmpdir(), "kubectl-grpc-"));
	const id = basename(folder).slice("kubectl-grpc-".length);
	const lifetime = { kind: "run", owner } as const;
	const cluster = { id, folder, toolchain, lifetime };
	remember(cluster);
	return cluster;
}

/** Marks a cluster as kept, so that it outlives the process that started it. */
export function keepCluster(cluster: Cluster): void {
	remember({ ...cluster, lifetime: { kind: "kept" } });
}

/** Returns the clusters of this machine that were started and not removed, crashed ones among them. */
export function knownClusters(): readonly Cluster[] {
	mkdirSync(registryFolder(), { recursive: true });
	return readdirSync(registryFolder())
		.filter((name) => name.endsWith(".json"))
		.map((name) => readCluster(join(registryFolder(), name)))
		.filter((cluster) => cluster !== undefined);
}

/** Returns the cluster that `up` left running, if there is one. */
export function keptCluster(): Cluster | undefined {
	return knownClusters().find((cluster) => cluster.lifetime.kind === "kept");
}

/** Returns the cluster that this process runs inside: see STATE_VARIABLE. */
export function surroundingCluster(): Cluster | undefined {
	const folder = process.env[STATE_VARIABLE];
	return folder ? readCluster(join(folder, "cluster.json")) : undefined;
}

/** Removes the folder and the stored state. The caller has made sure that nothing is mounted inside. */
export function forgetCluster(cluster: Cluster): void {
	rmSync(cluster.folder, { recursive: true, force: true });
	rmSync(registryPath(cluster), { force: true });
}

function remember(cluster: Cluster): void {
	mkdirSync(registryFolder(), { recursive: true });
	const text = `${JSON.stringify(cluster, null, "\t")}\n`;
	for (const path of [
		join(cluster.folder, "cluster.json"),
		registryPath(cluster),
	]) {
		// Writes it in one step, since other processes may read it at any moment.
		writeFileSync(`${path}.new`, text);
		renameSync(`${path}.new`, path);
	}
}

function registryFolder(): string {
	return join(cacheFolder(), "clusters");
}

function registryPath(cluster: Cluster): string {
	return join(registryFolder(), `${cluster.id}.json`);
}

/** Returns undefined for a cluster that has just been forgotten. */
function readCluster(path: string): Cluster | undefined {
	if (!existsSync(path)) return undefined;
	const cluster: Cluster = JSON.parse(readFileSync(path, "utf8")); // only `remember` writes this file
	return cluster;
}
