// The parent cgroup of all pods of a cluster, in every hierarchy of the machine, of version 1 or 2.
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

/** Makes the kubelet's root cgroup, which must exist before it starts. */
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

/** Returns the mount points. /proc/mounts has the fields device, mount point, type, options. */
function hierarchies(): readonly string[] {
	return readFileSync("/proc/mounts", "utf8")
		.split("\n")
		.map((line) => line.split(" "))
		.filter(([, , type]) => type === "cgroup" || type === "cgroup2")
		.map(([, mountPoint = ""]) => mountPoint);
}

/** In version 2, children get only the controllers that the parent enables for them. */
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
