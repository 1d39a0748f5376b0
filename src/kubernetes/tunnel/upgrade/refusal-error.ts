import { PluginError } from "../../../errors.ts";
import { redirectTarget } from "../../../redirect-target.ts";
import { parseStatus } from "../../api/kubernetes-status.ts";
import type { Refusal } from "../../api/refusal.ts";
import { subjectOf } from "../../api/request-subject.ts";
import { statusError } from "../../api/status-error.ts";
import type { Cluster, Credentials } from "../../cluster.ts";
import { podWords } from "../../pod-words.ts";
import { quote } from "../../quote.ts";
import { type PodAddress, podName, podPath } from "../address.ts";
import { readForwardText } from "../loss/forward-text.ts";
import { podGone } from "../pod-gone.ts";

const PROXY_HINT = [
	"something between here and the API server does not pass WebSocket upgrades through",
	"a reverse proxy has to forward Connection, Upgrade and Sec-WebSocket-*; --server reaches the API server without it",
];

/**
 * The error for an upgrade that was answered over plain HTTP: `pod-gone` when the pod is the cause, `tunnel-failed` when the node is, or
 * when the answering server does not support upgrades, and otherwise the error of any request to the API server.
 */
export function refusalError(
	refusal: Refusal,
	address: PodAddress,
	cluster: Cluster,
	{ presented = [] }: Credentials,
): PluginError {
	const node = missingNode(refusal, address);
	if (node !== undefined) return nodeGone(node, refusal, address);
	const trouble = podTrouble(refusal);
	if (trouble !== undefined) return podGone(address, trouble, causeOf(refusal));
	if (isOfKubelet(refusal)) return kubeletRefusal(refusal, address);
	if (!isFromApiServer(refusal)) return notUpgraded(refusal, cluster.server);
	if (isAboutNode(refusal)) return nodeFailure(refusal, address);
	const subject = subjectOf(`${podPath(address)}/portforward`);
	return statusError({ cluster, subject, presented }, refusal);
}

/** The error for a damaged upgrade: without the subprotocol, with another one, or with a wrong key. */
export function mangledError(cause: Error, server: string): PluginError {
	return new PluginError(
		"tunnel-failed",
		`the WebSocket upgrade by ${server} came back damaged: ${quote(cause.message)}`,
		{ cause, hint: PROXY_HINT },
	);
}

/**
 * Returns what is wrong with the pod, to complete "pod NAMESPACE/POD …". The API server reports it with 404 or 400, the kubelet with
 * 404 or 500. Undefined when the answer is not about the pod.
 */
function podTrouble({ status, body }: Refusal): string | undefined {
	if (status < 400) return undefined;
	const { reason, message = body } = parseStatus(body);
	if (reason === "NotFound") return "does not exist";
	if (/^pod \S+ does not have a host assigned$/.test(message))
		return "is not on a node yet";
	return readForwardText(body) === "gone" ? "is not running" : undefined;
}

/**
 * Returns the name of the pod's node when that does not exist any more. The API server then names the node, though as a pod
 * (registry/core/pod/strategy.go, streamLocation).
 */
function missingNode(
	{ body }: Refusal,
	{ pod }: PodAddress,
): string | undefined {
	const { reason, message = "" } = parseStatus(body);
	if (reason !== "NotFound") return undefined;
	const name = /^\S+ "(?<name>[^"]+)" not found$/.exec(message)?.groups?.[
		"name"
	];
	return name === pod ? undefined : name;
}

function isFromApiServer({ status, body }: Refusal): boolean {
	const { reason, message } = parseStatus(body);
	// The API server's message when a proxy has removed the Upgrade header.
	if (message === "Upgrade request required") return false;
	if (reason !== undefined || message !== undefined) return true;
	return [401, 429].includes(status) || (status >= 500 && status !== 501);
}

/** The start of the API server's message when it cannot reach a kubelet (apimachinery, pkg/util/proxy/upgradeaware.go). */
const NOT_DIALLED = /^error dialing backend: /;

/** Whether the answer is about the node. The API server passes the kubelet's answers on unchanged, as plain text. */
function isAboutNode({ status, body }: Refusal): boolean {
	if (status !== 500) return false;
	const { reason, message } = parseStatus(body);
	if (message !== undefined) return NOT_DIALLED.test(message);
	return reason === undefined && body !== "";
}

/** The kubelet's plain text for an API server that it does not know or does not let in (kubelet, server/server.go, InstallAuthFilter). */
const KUBELET_REFUSAL = /^(Unauthorized|Forbidden \(user=.*\))$/;

/** Whether the kubelet has refused the API server. The API server itself refuses a user with a Status. */
const isOfKubelet = ({ status, body }: Refusal): boolean =>
	(status === 401 || status === 403) && KUBELET_REFUSAL.test(body.trim());

function kubeletRefusal(refusal: Refusal, address: PodAddress) {
	const said = quote(refusal.body);
	return new PluginError(
		"tunnel-failed",
		`the node of pod ${podName(address)} refuses the API server: ${said}`,
		{
			cause: causeOf(refusal),
			facts: { status: refusal.status },
			hint: [
				"the API server's client certificate for kubelets may have expired or lack rights: kubeadm certs check-expiration",
				"where a proxy stands before the API server, this may be its answer: log in to it again",
			],
		},
	);
}

function nodeGone(node: string, refusal: Refusal, address: PodAddress) {
	return new PluginError(
		"tunnel-failed",
		`the node of pod ${podName(address)} no longer exists: ${quote(node)}`,
		{
			cause: causeOf(refusal),
			facts: { status: refusal.status },
			hint: [
				"Kubernetes deletes the pod within a few minutes, and its controller makes another: kubectl get nodes",
			],
		},
	);
}

function nodeFailure(refusal: Refusal, address: PodAddress) {
	const { status, body } = refusal;
	const { message: said = body } = parseStatus(body);
	const node = `the node of pod ${podName(address)}`;
	const message = NOT_DIALLED.test(said)
		? `the API server does not reach ${node}: ${quote(said.replace(NOT_DIALLED, ""))}`
		: `${node} cannot forward its ports: ${quote(said)}`;
	return new PluginError("tunnel-failed", message, {
		cause: causeOf(refusal),
		facts: { status },
		hint: [
			`kubectl describe pod ${podWords({ name: address.pod, namespace: address.namespace })}`,
			"kubectl get nodes",
		],
	});
}

function notUpgraded(refusal: Refusal, server: string) {
	const { status, body, location } = refusal;
	const target =
		location === undefined ? "" : ` (to ${quote(redirectTarget(location))})`;
	const said = quote(parseStatus(body).message ?? body);
	return new PluginError(
		"tunnel-failed",
		`${server} answered ${status}${target} instead of upgrading to WebSocket${said === "" ? "" : `: ${said}`}`,
		{ cause: causeOf(refusal), hint: PROXY_HINT },
	);
}

function causeOf({ status, body }: Refusal): Error {
	return new Error(`HTTP ${status}: ${body}`);
}
