// The network namespace that holds the whole cluster. It is entered with nsenter, since `ip netns exec` would mount another
// /sys over the machine's and hide the cgroups from kubelet and runc.
import { call } from "./shell.ts";
import {
	addresses,
	type Cluster,
	networkNamespacePath,
	systemName,
} from "./state.ts";

/** Returns the nsenter call that runs a program inside the cluster's network. */
export function insideNetwork(
	cluster: Cluster,
	argv: readonly string[],
): readonly string[] {
	return ["nsenter", `--net=${networkNamespacePath(cluster)}`, "--", ...argv];
}

/**
 * Makes the namespace with a loopback, the node's interface and a route to Services. The interface is a bridge without ports,
 * since not every kernel has the `dummy` driver.
 */
export async function createNetwork(cluster: Cluster): Promise<void> {
	const name = systemName(cluster);
	await call("ip", ["netns", "add", name]);
	const commands = [
		"link set lo up",
		"link add node0 type bridge",
		`address add ${addresses.node}/32 dev node0`,
		"link set node0 up",
		`route add ${addresses.services} dev node0`,
		// There is no way out of this network. This route makes connections to unknown addresses fail at once.
		"route add unreachable default",
	];
	await call("ip", ["-netns", name, "-batch", "-"], {
		input: `${commands.join("\n")}\n`,
	});
	// /proc/sys/net shows the namespace of the process that opens it, so a process inside writes it.
	const [program = "", ...args] = insideNetwork(cluster, [
		"tee",
		"/proc/sys/net/ipv4/ip_forward",
	]);
	await call(program, args, { input: "1" });
}

/** Removes the namespace. Its interfaces go with it. */
export async function deleteNetwork(cluster: Cluster): Promise<void> {
	await call("ip", ["netns", "delete", systemName(cluster)]);
}
