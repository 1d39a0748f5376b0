// The configuration files of containerd, CNI and kubelet. They override the defaults that fail inside one network namespace
// of a machine with few privileges. Each override has its reason beside it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePath, keyPath } from "./certificates.ts";
import { PAUSE_IMAGE } from "./images.ts";
import {
	addresses,
	type Cluster,
	containerdSocket,
	systemName,
} from "./state.ts";

/** The folder of Debian's containernetworking-plugins. */
export const CNI_PLUGINS_FOLDER = "/usr/lib/cni";

export function containerdConfigPath(cluster: Cluster): string {
	return join(cluster.folder, "containerd.toml");
}

export function kubeletConfigPath(cluster: Cluster): string {
	return join(cluster.folder, "kubelet.yaml");
}

/** Returns the state folder of containerd. The pods' network namespaces are mounted under it. */
export function containerdStateFolder(cluster: Cluster): string {
	return join(cluster.folder, "containerd-state");
}

export function writeConfiguration(cluster: Cluster): void {
	mkdirSync(cniFolder(cluster));
	writeFileSync(
		join(cniFolder(cluster), "pods.conflist"),
		JSON.stringify(cniConfiguration(cluster)),
	);
	writeFileSync(
		containerdConfigPath(cluster),
		containerdConfiguration(cluster),
	);
	writeFileSync(
		kubeletConfigPath(cluster),
		JSON.stringify(kubeletConfiguration(cluster)),
	);
}

function cniFolder(cluster: Cluster): string {
	return join(cluster.folder, "cni");
}

function containerdConfiguration(cluster: Cluster): string {
	const text = (value: string) => JSON.stringify(value); // JSON strings are valid TOML basic strings for paths and names
	return `version = 2
# It would make folders under /opt.
disabled_plugins = ["io.containerd.internal.v1.opt"]
root = ${text(join(cluster.folder, "containerd"))}
state = ${text(containerdStateFolder(cluster))}

[grpc]
  address = ${text(containerdSocket(cluster))}

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = ${text(PAUSE_IMAGE)}
  # Without CAP_SYS_RESOURCE a lower score cannot be set, and runc fails.
  restrict_oom_score_adj = true
  # Else they would lie beside those of other clusters.
  netns_mounts_under_state_dir = true

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = ${text(CNI_PLUGINS_FOLDER)}
  conf_dir = ${text(cniFolder(cluster))}

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    Root = ${text(join(cluster.folder, "runc"))}
`;
}

function cniConfiguration(cluster: Cluster): object {
	const ipam = {
		type: "host-local",
		dataDir: join(cluster.folder, "cni-addresses"),
		ranges: [[{ subnet: addresses.pods }]],
		routes: [{ dst: "0.0.0.0/0" }],
	};
	return {
		cniVersion: "1.0.0",
		name: systemName(cluster),
		plugins: [
			{
				type: "bridge",
				bridge: "pods0",
				isGateway: true,
				ipMasq: false,
				hairpinMode: true,
				ipam,
			},
		],
	};
}

function kubeletConfiguration(cluster: Cluster): object {
	return {
		apiVersion: "kubelet.config.k8s.io/v1beta1",
		kind: "KubeletConfiguration",
		address: addresses.node, // the API server dials this address for port-forward, exec and logs
		authentication: {
			anonymous: { enabled: false },
			webhook: { enabled: false },
			x509: { clientCAFile: certificatePath(cluster, "ca") },
		},
		authorization: { mode: "AlwaysAllow" },
		tlsCertFile: certificatePath(cluster, "kubelet-server"),
		tlsPrivateKeyFile: keyPath(cluster, "kubelet-server"),
		containerRuntimeEndpoint: `unix://${containerdSocket(cluster)}`,
		cgroupDriver: "cgroupfs",
		// A kubelet removes every pod cgroup it does not know: two clusters must not share one.
		cgroupRoot: `/${systemName(cluster)}`,
		failCgroupV1: false,
		failSwapOn: false,
		enforceNodeAllocatable: [],
		localStorageCapacityIsolation: false,
		clusterDNS: [addresses.dns],
		clusterDomain: "cluster.local",
		resolvConf: "",
		maxPods: 250,
		podLogsDir: join(cluster.folder, "pod-logs"),
		volumePluginDir: join(cluster.folder, "volume-plugins"),
		// A nearly full disk must not remove the images, which cannot be pulled again.
		imageGCHighThresholdPercent: 100,
		evictionHard: {
			"memory.available": "0%",
			"nodefs.available": "0%",
			"imagefs.available": "0%",
		},
	};
}
