// Removes a cluster in any state: half started, running, or left behind by a killed run. Everything is found through the
// cluster's own folder, network namespaces and cgroups, so nothing else is touched.
import {
	existsSync,
	globSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { removeCgroups } from "./cgroups.ts";
import { COMPONENTS, stopComponent } from "./components.ts";
import { containerdStateFolder } from "./configuration.ts";
import { deleteNetwork } from "./network.ts";
import {
	isAlive,
	killProcess,
	networkInode,
	type ProcessIdentity,
	processesInNetworks,
	thisProcess,
} from "./processes.ts";
import { call } from "./shell.ts";
import {
	type Cluster,
	forgetCluster,
	networkNamespacePath,
	systemName,
} from "./state.ts";
import { eventually } from "./wait.ts";

/**
 * Removes everything of the cluster. Nothing is kept, so no order of shutdown is needed. It can be called again when it
 * throws. When another process is removing the cluster already, it leaves the work to that process.
 */
export async function removeCluster(
	cluster: Cluster,
): Promise<"removed" | "is being removed by another process"> {
	const networks = networkInodes(cluster);
	if (networks.has(networkInode(process.pid) ?? -1)) {
		throw new Error(
			"the cluster cannot be removed from inside its own network",
		);
	}
	if (!claimRemoval(cluster)) return "is being removed by another process";
	// The kubelet stops before containerd, or it would start again what ends.
	for (const name of COMPONENTS.toReversed())
		await stopComponent(cluster, name, { graceMs: 0 });
	await killAll(networks);
	const shimSockets = shimSocketPaths(cluster);
	await unmountAll(cluster);
	removeCgroups(cluster);
	if (existsSync(networkNamespacePath(cluster))) await deleteNetwork(cluster);
	for (const path of [
		...shimSockets,
		...cniResultPaths(cluster),
		...logLinkPaths(cluster),
	]) {
		rmSync(path, { force: true });
	}
	forgetCluster(cluster);
	return "removed";
}

/** Two runs that start at once may both find an abandoned cluster. Creating a file decides which of them removes it. */
function claimRemoval(cluster: Cluster): boolean {
	if (!existsSync(cluster.folder)) return true; // the folder was cleaned away, and the rest remains to be removed
	const path = join(cluster.folder, "remover.json");
	const claim = JSON.stringify(thisProcess());
	try {
		writeFileSync(path, claim, { flag: "wx" });
		return true;
	} catch {
		return takeOver(path, claim);
	}
}

/** A killed remover leaves its claim. Takes the claim over when that process has ended. */
function takeOver(path: string, claim: string): boolean {
	if (!existsSync(path)) return false; // another process has just removed it
	const held = readFileSync(path, "utf8");
	const remover: ProcessIdentity = JSON.parse(held);
	if (held !== claim && isAlive(remover)) return false;
	writeFileSync(path, claim);
	return true;
}

/**
 * Returns the inodes of the cluster's network namespaces: its own, with the components and containerd's shims, and one for
 * each pod.
 */
function networkInodes(cluster: Cluster): ReadonlySet<number> {
	const pods = globSync(join(containerdStateFolder(cluster), "*/netns/cni-*"));
	const paths = [networkNamespacePath(cluster), ...pods].filter((path) =>
		existsSync(path),
	);
	return new Set(paths.map((path) => statSync(path).ino));
}

async function killAll(networks: ReadonlySet<number>): Promise<void> {
	// It repeats, since a dying shim may still start a process.
	const noneLeft = () => {
		const left = processesInNetworks(networks);
		for (const identity of left) killProcess(identity);
		return !left.some(isAlive);
	};
	await eventually("the cluster's processes to end", noneLeft, {
		timeoutMs: 30_000,
	});
}

async function unmountAll(cluster: Cluster): Promise<void> {
	for (const mountPoint of mountsUnder(cluster.folder).toReversed())
		await call("umount", [mountPoint]);
	const left = mountsUnder(cluster.folder);
	// Removing the folder would delete files inside the mounts.
	if (left.length > 0) throw new Error(`still mounted: ${left.join(", ")}`);
}

/** Returns mount points in the order of mounting: field 5 of /proc/self/mountinfo, see proc(5). */
function mountsUnder(folder: string): readonly string[] {
	return readFileSync("/proc/self/mountinfo", "utf8")
		.split("\n")
		.map((line) => line.split(" ")[4] ?? "")
		.filter((mountPoint) => mountPoint.startsWith(`${folder}/`));
}

/** Returns the sockets of the shims. They are in /run/containerd, under names that only the shims' `address` files hold. */
function shimSocketPaths(cluster: Cluster): readonly string[] {
	return globSync(join(containerdStateFolder(cluster), "*/*/*/address"))
		.map((file) => readFileSync(file, "utf8").trim())
		.filter((address) => address.startsWith("unix://"))
		.map((address) => address.slice("unix://".length));
}

/**
 * Returns libcni's result files of this cluster's pods. A file name holds the network's name, the sandbox's id and the
 * interface's name. The names with this cluster's network give the ids, and every file with such an id belongs to it.
 */
function cniResultPaths(cluster: Cluster): readonly string[] {
	const prefix = `/var/lib/cni/results/${systemName(cluster)}-`;
	return globSync(`${prefix}*`).flatMap((path) => {
		const [sandboxId] = path.slice(prefix.length).split("-");
		return globSync(`/var/lib/cni/results/*-${sandboxId}-*`);
	});
}

/** Returns the log links of this cluster's containers. The kubelet makes them in a folder that cannot be configured. */
function logLinkPaths(cluster: Cluster): readonly string[] {
	const folder = "/var/log/containers";
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isSymbolicLink())
		.map((entry) => join(folder, entry.name))
		.filter((path) =>
			readlinkSync(path).includes(`/${basename(cluster.folder)}/`),
		);
}
