import { expect, test } from "vitest";
import { readForwardText } from "../../../../../src/kubernetes/tunnel/loss/forward-text.ts";

// The full error texts of the container runtimes.
test.each([
	[
		"containerd 1.6",
		"refused",
		'error forwarding port 9 to pod 6d3c, uid : failed to execute portforward in network namespace "/var/run/netns/cni-5a": failed to connect to localhost:9 inside namespace "6d3c", IPv4: dial tcp4 127.0.0.1:9: connect: connection refused IPv6 dial tcp6 [::1]:9: connect: connection refused ',
	],
	[
		"containerd 1.6, a pod without IPv6",
		"refused",
		'error forwarding port 9 to pod 41eb, uid : failed to execute portforward in network namespace "/var/run/netns/cni-dbaf": failed to connect to localhost:9 inside namespace "41eb", IPv4: dial tcp4 127.0.0.1:9: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found ',
	],
	[
		"containerd before 1.4, by socat",
		"refused",
		'error forwarding port 9443 to pod b177, uid : failed to execute portforward in network namespace "/var/run/netns/cni-161a": socat command returns error: exit status 1, stderr: "2019/04/12 17:02:59 socat[15663] E connect(5, AF=2 127.0.0.1:9443, 16): Connection refused\\n"',
	],
	[
		"cri-dockerd, by socat",
		"refused",
		"error forwarding port 6446 to pod d285, uid : exit status 1: 2021/12/15 10:43:28 socat[11386] E connect(5, AF=2 127.0.0.1:6446, 16): Connection refused",
	],
	[
		"CRI-O",
		"refused",
		'error forwarding port 9 to pod 8ad2, uid : port forward into network namespace "/var/run/netns/40e5": failed to connect to localhost:9 inside namespace 8ad2: dial tcp [::1]:9: connect: connection refused',
	],
	[
		"containerd, network namespace closed",
		"gone",
		'error forwarding port 9 to pod 6b79, uid : network namespace for sandbox "6b79" is closed',
	],
	[
		"containerd, sandbox removed",
		"gone",
		'error forwarding port 9 to pod 6b79, uid : failed to find sandbox "6b79" in store: not found',
	],
	[
		"CRI-O, sandbox stopped",
		"gone",
		"error forwarding port 9 to pod 8ad2, uid : sandbox 8ad2 is not running",
	],
	[
		"CRI-O, sandbox removed",
		"gone",
		"error forwarding port 9 to pod 8ad2, uid : could not find sandbox 8ad2",
	],
	["kubelet, pod unknown to the node", "gone", "pod does not exist"],
	["kubelet, no sandbox", "gone", 'pod not found ("web-0_shop")'],
	[
		"cri-dockerd, container stopped",
		"gone",
		"error forwarding port 9 to pod 11f0, uid : container not running (11f0)",
	],
	[
		"containerd, server killed while it was writing",
		"reset",
		'error forwarding port 50051 to pod 7e1e, uid : failed to execute portforward in network namespace "/var/run/netns/cni-6d57": read tcp4 127.0.0.1:56598->127.0.0.1:50051: read: connection reset by peer',
	],
	[
		"a node without socat",
		"no-forwarder",
		"error forwarding port 9 to pod 9726, uid : unable to do port forwarding: socat not found.",
	],
	["anything else", "unknown", "\u001b[2Jerror forwarding port 9"],
	["nothing", "unknown", ""],
])("%s: %s", (_, failure, text) => {
	expect(readForwardText(text)).toBe(failure);
});
