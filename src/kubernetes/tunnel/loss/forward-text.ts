/** The meaning of a text on a tunnel's error channel, for every container runtime. */
export type ForwardFailure =
	/** Nothing listens on the port on the pod's localhost. */
	| "refused"
	/** The pod's sandbox is not running any more, or not yet. */
	| "gone"
	/** The server in the pod ended the connection without closing it. */
	| "reset"
	/** The node lacks a program that the runtime needs for forwarding. */
	| "no-forwarder"
	| "unknown";

/**
 * The texts of each runtime. The first match wins. The kubelet's prefix is always `error forwarding port P to pod ID, uid : `. Tests
 * hold each text in full.
 */
const PATTERNS: readonly (readonly [ForwardFailure, RegExp])[] = [
	// containerd and CRI-O: Go's dial error; socat (cri-dockerd, containerd before 1.4) writes it with a capital C;
	// containerd on Windows: connectex.
	["refused", /connection refused|actively refused/i],
	[
		"gone",
		// containerd: pkg/cri/server/sandbox_portforward_linux.go
		/failed to find sandbox|network namespace for sandbox .* is closed|failed to Statfs/i,
	],
	[
		"gone",
		// CRI-O: server/container_portforward.go
		/could not find sandbox|PodSandbox with ID starting with .* not found|sandbox .* is not running|network namespace path of sandbox .* is empty/i,
	],
	// cri-dockerd, and the kubelet itself.
	[
		"gone",
		/container not running|No such container|pod not found|pod does not exist|failed to find sandboxID/i,
	],
	[
		"no-forwarder",
		/(socat|nsenter) not found|executable file not found|failed to find socat/i,
	],
	["reset", /connection reset by peer|broken pipe|forcibly closed/i],
];

/** Classifies the text of the kubelet or the runtime. It never throws, since the text may be anything. */
export function readForwardText(text: string): ForwardFailure {
	const match = PATTERNS.find(([, pattern]) => pattern.test(text));
	return match?.[0] ?? "unknown";
}
