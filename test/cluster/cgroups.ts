// The cgroup above all pods of a cluster, in every hierarchy the machine has, of either version.
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Cluster, systemName } from "./state.ts";

/** Kubelet wants its root cgroup to exist. */
export function createCgroups(cluster: Cluster): void {
	for (const hierarchy of hierarchies()) {
		delegateControllers(hierarchy);
		mkdirSync(join(hierarchy, systemName(cluster)));
	}
}

/** Removes the cgroups, children first. No process may be left in them. */
export function removeCgroups(cluster: Cluster): void {
	for (const hierarchy of hierarchies())
		removeCgroup(join(hierarchy, systemName(cluster)));
}

/** The mount points, as /proc/mounts has them: device, mount point, type, options. */
function hierarchies(): readonly string[] {
	return readFileSync("/proc/mounts", "utf8")
		.split("\n")
		.map((line) => line.split(" "))
		.filter(([, , type]) => type === "cgroup" || type === "cgroup2")
		.map(([, mountPoint = ""]) => mountPoint);
}

/** Version 2 gives children only the controllers that the parent hands down. */
function delegateControllers(hierarchy: string): void {
	const available = join(hierarchy, "cgroup.controllers");
	if (!existsSync(available)) return;
	const controllers = readFileSync(available, "utf8")
		.trim()
		.split(" ")
		.filter(Boolean);
	const handedDown = controllers
		.map((controller) => `+${controller}`)
		.join(" ");
	if (handedDown !== "")
		writeFileSync(join(hierarchy, "cgroup.subtree_control"), handedDown);
}

function removeCgroup(folder: string): void {
	if (!existsSync(folder)) return;
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (entry.isDirectory()) removeCgroup(join(folder, entry.name));
	}
	rmdirSync(folder);
}
