/** What the text on a tunnel's error channel says, whichever container runtime wrote it. */
export type ForwardFailure =
	/** Nothing listens on the port on the pod's localhost. */
	| "refused"
	/** The pod's sandbox is no longer, or not yet, running. */
	| "gone"
	/** The server in the pod ended the connection without closing it. */
	| "reset"
	/** The node lacks a program that its runtime needs for forwarding. */
	| "no-forwarder"
	| "unknown";

/**
 * Texts by runtime, first match wins. The kubelet's prefix is always
 * `error forwarding port P to pod ID, uid : `; tests hold each text in full.
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

/** Classifies the kubelet's or the runtime's text; never throws, as the text may be anything. */
export function readForwardText(text: string): ForwardFailure {
	const match = PATTERNS.find(([, pattern]) => pattern.test(text));
	return match?.[0] ?? "unknown";
}
