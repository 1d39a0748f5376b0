import { type ClientRequest, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Cluster, Credentials } from "../../cluster.ts";
import { orAborted } from "../abort.ts";
import { type PodAddress, podPath } from "../address.ts";
import { isStaleSocket } from "../upgrade/connect-error.ts";
import {
	type HttpAnswer,
	isRecord,
	parseObject,
	readAnswer,
} from "../upgrade/http-answer.ts";
import { requestHeaders } from "../upgrade/request-headers.ts";

/** What the API server says about a pod whose tunnel has ended: what tells one kind of loss from another. */
export type PodEvidence =
	| { readonly kind: "running" }
	/** `reason` completes "pod NAMESPACE/POD …": `no longer exists`, `is being deleted`. */
	| { readonly kind: "gone"; readonly reason: string }
	/** The API server refuses connections, breaks them off or says that it is not available. */
	| { readonly kind: "api-server-down"; readonly cause: unknown }
	/** Nothing was learnt: no permission to ask, no answer in time, no network. */
	| { readonly kind: "unknown"; readonly cause: unknown };

const INQUIRY_TIMEOUT_MS = 1000;
const MAX_POD_BYTES = 4 * 1024 * 1024;
const REFUSALS = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE"]);

/** Asks the API server about the pod. Never throws and takes a second at most, as it only explains a loss. */
export async function inquire(
	cluster: Cluster,
	address: PodAddress,
): Promise<PodEvidence> {
	const signal = AbortSignal.timeout(INQUIRY_TIMEOUT_MS);
	try {
		const credentials = await orAborted(cluster.credentials(), signal);
		const url = new URL(cluster.server + podPath(address));
		return evidenceFrom(await get(url, credentials, signal), address);
	} catch (cause) {
		return isRecord(cause) && REFUSALS.has(String(cause["code"]))
			? { kind: "api-server-down", cause }
			: { kind: "unknown", cause };
	}
}

function get(
	url: URL,
	credentials: Credentials,
	signal: AbortSignal,
): Promise<HttpAnswer> {
	const options = { headers: requestHeaders(credentials), signal };
	return new Promise((resolve, reject) => {
		const request: ClientRequest =
			url.protocol === "https:"
				? requestHttps(url, { ...options, agent: credentials.agent })
				: requestHttp(url, options);
		request.once("error", (error) => {
			if (isStaleSocket(error, request))
				get(url, credentials, signal).then(resolve, reject);
			else reject(error);
		});
		request.once("response", (response) => {
			readAnswer(response, MAX_POD_BYTES).then(resolve, reject);
		});
		request.end();
	});
}

function evidenceFrom(answer: HttpAnswer, address: PodAddress): PodEvidence {
	if (answer.status === 404)
		return { kind: "gone", reason: "no longer exists" };
	const cause = new Error(`HTTP ${answer.status}`);
	if (answer.status >= 500) return { kind: "api-server-down", cause };
	const pod = answer.status === 200 ? parseObject(answer.body) : undefined;
	if (pod === undefined) return { kind: "unknown", cause };
	const reason = goneReason(pod, address.uid);
	return reason === undefined ? { kind: "running" } : { kind: "gone", reason };
}

/** Why a pod, as the API shows it, cannot hold a connection any more; undefined when it can. */
export function goneReason(
	pod: Readonly<Record<string, unknown>>,
	uid: string | undefined,
): string | undefined {
	const metadata = isRecord(pod["metadata"]) ? pod["metadata"] : {};
	const status = isRecord(pod["status"]) ? pod["status"] : {};
	if (uid !== undefined && metadata["uid"] !== uid)
		return "was replaced by another of the same name";
	if (metadata["deletionTimestamp"] !== undefined) return "is being deleted";
	if (status["phase"] === "Succeeded") return "has completed";
	if (status["phase"] === "Failed") return "has failed";
	const containers = [
		status["containerStatuses"],
		status["initContainerStatuses"],
	];
	return containers.flat().some(isRunning)
		? undefined
		: "has no running container";
}

function isRunning(container: unknown): boolean {
	if (!isRecord(container)) return false;
	const state = container["state"];
	return isRecord(state) && isRecord(state["running"]);
}
