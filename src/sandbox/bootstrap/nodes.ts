import { GIT_VERSION } from "../api/discovery/version.ts";
import { type Manifest, timestamp } from "../objects/metadata.ts";

/** The sandbox's nodes. A pod gets an address of its node's network. */
const NODES = [
	{ name: "sandbox-1", ip: "10.240.0.1", podCidr: "10.244.1.0/24" },
	{ name: "sandbox-2", ip: "10.240.0.2", podCidr: "10.244.2.0/24" },
	{ name: "sandbox-3", ip: "10.240.0.3", podCidr: "10.244.3.0/24" },
] as const;

/** Returns the nodes, and for each the Lease that kubectl describe shows. */
export function nodes(): readonly Manifest[] {
	return NODES.flatMap((entry) => [node(entry), lease(entry.name)]);
}

function node({ name, ip, podCidr }: (typeof NODES)[number]): Manifest {
	const capacity = { cpu: "4", memory: "8Gi", pods: "250" };
	return {
		apiVersion: "v1",
		kind: "Node",
		metadata: {
			name,
			labels: {
				"kubernetes.io/arch": "amd64",
				"kubernetes.io/hostname": name,
				"kubernetes.io/os": "linux",
			},
		},
		spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
		status: {
			capacity,
			allocatable: capacity,
			addresses: [
				{ type: "InternalIP", address: ip },
				{ type: "Hostname", address: name },
			],
			conditions: [
				{
					type: "Ready",
					status: "True",
					reason: "KubeletReady",
					message: "kubelet is posting ready status",
					lastHeartbeatTime: timestamp(),
					lastTransitionTime: timestamp(),
				},
			],
			nodeInfo: {
				architecture: "amd64",
				operatingSystem: "linux",
				osImage: "kubectl-grpc sandbox",
				kernelVersion: "sandbox",
				containerRuntimeVersion: `node://${process.versions.node}`,
				kubeletVersion: GIT_VERSION,
				kubeProxyVersion: "",
				machineID: name,
				systemUUID: name,
				bootID: name,
			},
		},
	};
}

function lease(name: string): Manifest {
	return {
		apiVersion: "coordination.k8s.io/v1",
		kind: "Lease",
		metadata: { name, namespace: "kube-node-lease" },
		spec: {
			holderIdentity: name,
			leaseDurationSeconds: 40,
			renewTime: new Date().toISOString().replace("Z", "000Z"),
		},
	};
}
