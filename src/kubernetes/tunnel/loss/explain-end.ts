import { PluginError } from "../../../errors.ts";
import { quote } from "../../quote.ts";
import { type PodAddress, podName, podPort } from "../address.ts";
import { podGone } from "../pod-gone.ts";
import { type ForwardFailure, readForwardText } from "./forward-text.ts";
import type { PodEvidence } from "./pod-evidence.ts";

/** How a tunnel ended that was not closed here, as seen from the socket. */
export type TunnelEnd =
	/** The kubelet wrote this on the error channel. */
	| { readonly kind: "error-text"; readonly text: string }
	/** The peer sent a close frame (RFC 6455 section 7.4). */
	| { readonly kind: "closed"; readonly code: number; readonly reason: string }
	/** The socket ended without a close frame. `silent` when the pod had not sent a byte before. */
	| { readonly kind: "cut"; readonly pod: "silent" | "heard" }
	/** The peer did not answer pings for this many milliseconds. */
	| { readonly kind: "silent"; readonly forMs: number }
	/** The peer violated the subprotocol. */
	| { readonly kind: "violation"; readonly reason: string };

/** Further sources of evidence when the socket alone does not explain the end. Neither rejects. */
type EvidenceSources = {
	/** Returns the state of the pod and of the API server. */
	readonly pod: () => Promise<PodEvidence>;
	/** Returns the error text with which the port refuses another connection; undefined when it accepts one. */
	readonly port: () => Promise<string | undefined>;
};

/** Returns the error that explains an end, or undefined when the server in the pod has just closed its connection. */
export async function explainEnd(
	end: TunnelEnd,
	address: PodAddress,
	sources: EvidenceSources,
): Promise<PluginError | undefined> {
	switch (end.kind) {
		case "error-text":
			return explainText(end.text, address, sources);
		case "closed":
			return explainClose(end, address, sources);
		case "cut":
			return explainCut(end, address, sources);
		case "silent":
			return tunnelCut(
				address,
				`is dead: no answer to pings for ${end.forMs / 1000}s`,
			);
		case "violation":
			return new PluginError(
				"tunnel-failed",
				`the tunnel to ${podPort(address)} broke the port-forward protocol: ${quote(end.reason)}`,
			);
	}
}

async function explainText(
	text: string,
	address: PodAddress,
	sources: EvidenceSources,
): Promise<PluginError> {
	const failure = readForwardText(text);
	const cause = new Error(text);
	if (failure === "gone")
		return podGone(address, "has no running sandbox", cause);
	if (failure === "reset" || failure === "unknown") {
		const evidence = await sources.pod();
		if (evidence.kind === "gone")
			return podGone(address, evidence.reason, cause);
	}
	return forwardError(failure, text, address);
}

function forwardError(
	failure: Exclude<ForwardFailure, "gone">,
	text: string,
	address: PodAddress,
): PluginError {
	const cause = new Error(text);
	switch (failure) {
		case "refused":
			return new PluginError(
				"connection-refused",
				`pod ${podName(address)} refuses connections on port ${address.port}`,
				{
					cause,
					hint: [
						"nothing listens there on localhost: the server uses another port, or is bound to the pod's address alone",
					],
				},
			);
		case "reset":
			return new PluginError(
				"connection-lost",
				`the server at ${podPort(address)} reset the connection`,
				{ cause },
			);
		case "no-forwarder":
			return new PluginError(
				"tunnel-failed",
				`the node of pod ${podName(address)} cannot forward ports: ${quote(text)}`,
				{ cause, hint: ["install socat and nsenter on the node"] },
			);
		case "unknown":
			return new PluginError(
				"tunnel-failed",
				`port-forward to ${podPort(address)} failed: ${quote(text)}`,
				{ cause },
			);
	}
}

/** Close codes with which a server, or a load balancer for it, says that it goes away: RFC 6455 and its IANA registry. */
const GOING_AWAY = new Set([1001, 1012, 1013, 1014]);
const NORMAL = new Set([1000, 1005]);

async function explainClose(
	{ code, reason }: Extract<TunnelEnd, { kind: "closed" }>,
	address: PodAddress,
	sources: EvidenceSources,
): Promise<PluginError | undefined> {
	const cause = new Error(`WebSocket closed with ${code} ${reason}`.trim());
	if (GOING_AWAY.has(code)) return apiServerClosed(address, cause);
	if (!NORMAL.has(code))
		return new PluginError(
			"tunnel-failed",
			`the tunnel to ${podPort(address)} was closed with ${code} ${quote(reason)}`.trim(),
			{ cause },
		);
	const evidence = await sources.pod();
	return evidence.kind === "gone"
		? podGone(address, evidence.reason, cause)
		: undefined;
}

/**
 * Explains a cut. A refusal can appear as one: the container runtime closes its socket with unread bytes, and the resulting reset
 * overtakes the error text. So a port that has never answered is tried again, without sending anything.
 */
async function explainCut(
	{ pod }: Extract<TunnelEnd, { kind: "cut" }>,
	address: PodAddress,
	sources: EvidenceSources,
): Promise<PluginError> {
	const evidence = await sources.pod();
	if (evidence.kind === "gone") return podGone(address, evidence.reason);
	if (evidence.kind === "api-server-down")
		return apiServerClosed(address, evidence.cause);
	const text = pod === "silent" ? await sources.port() : undefined;
	if (text !== undefined) return explainText(text, address, sources);
	return evidence.kind === "running"
		? tunnelCut(
				address,
				"was cut; the pod and the API server are up",
				new Error("the WebSocket ended without a close frame"),
			)
		: tunnelCut(address, "was cut", evidence.cause);
}

/** The error for a tunnel that was cut. Proxies and load balancers end idle or old connections, and so does a kubelet that restarts. */
function tunnelCut(
	address: PodAddress,
	what: string,
	cause?: unknown,
): PluginError {
	return new PluginError(
		"tunnel-cut",
		`the tunnel to ${podPort(address)} ${what}`,
		{
			cause,
			hint: [
				"run it again",
				"where it goes on: a proxy or load balancer before the API server may limit connections, or the node's kubelet restarts",
			],
		},
	);
}

function apiServerClosed(address: PodAddress, cause: unknown): PluginError {
	return new PluginError(
		"api-server-closed",
		`the API server went away and took the tunnel to ${podPort(address)} with it`,
		{ cause },
	);
}
