import { PluginError } from "../../../errors.ts";
import { isBrokenConnection } from "../../api/connection-error.ts";
import { readText } from "../../api/read-body.ts";
import { sendRequest } from "../../api/send-request.ts";
import type { Cluster } from "../../cluster.ts";
import { fieldOf } from "../../field.ts";
import { type PodObject, podObject } from "../../objects/pod-object.ts";
import { type PodAddress, podPath } from "../address.ts";

/** The API server's view of a pod whose tunnel has ended. It tells one kind of loss from another. */
export type PodEvidence =
	| { readonly kind: "running" }
	/** `reason` completes "pod NAMESPACE/POD …": `no longer exists`, `is being deleted`. */
	| { readonly kind: "gone"; readonly reason: string }
	/** The API server refuses connections, breaks them off or answers that it is unavailable. */
	| { readonly kind: "api-server-down"; readonly cause: unknown }
	/** No evidence: no permission, no answer in time, or no network. */
	| { readonly kind: "unknown"; readonly cause: unknown };

const INQUIRY_TIMEOUT_MS = 1000;
const MAX_POD_BYTES = 4 * 1024 * 1024;

/** Asks the API server about the pod. It never throws and takes at most a second, since it only explains a loss. */
export async function readPodEvidence(
	cluster: Cluster,
	address: PodAddress,
): Promise<PodEvidence> {
	try {
		const body = await sendRequest(cluster, {
			path: podPath(address),
			query: {},
			mode: "read",
			signal: AbortSignal.timeout(INQUIRY_TIMEOUT_MS),
			silenceMs: INQUIRY_TIMEOUT_MS,
		});
		const pod: unknown = JSON.parse(
			await readText(body, MAX_POD_BYTES, "refuse"),
		);
		const reason = goneReason(podObject(fieldOf(pod)), address.uid);
		return reason === undefined
			? { kind: "running" }
			: { kind: "gone", reason };
	} catch (cause) {
		return evidenceFromError(cause);
	}
}

function evidenceFromError(cause: unknown): PodEvidence {
	if (!(cause instanceof PluginError)) return { kind: "unknown", cause };
	if (cause.facts["reason"] === "NotFound")
		return { kind: "gone", reason: "no longer exists" };
	const isDown =
		cause.facts["errno"] === "ECONNREFUSED" ||
		isBrokenConnection(cause) ||
		Number(cause.facts["status"]) >= 500;
	return { kind: isDown ? "api-server-down" : "unknown", cause };
}

/** Returns why a pod from the API cannot hold a connection any more; undefined when it can. */
export function goneReason(
	{ metadata, status }: PodObject,
	uid: string | undefined,
): string | undefined {
	if (uid !== undefined && metadata?.uid !== uid)
		return "was replaced by another of the same name";
	if (metadata?.deletionTimestamp !== undefined) return "is being deleted";
	const { phase, containerStatuses, initContainerStatuses } = status ?? {};
	if (phase === "Succeeded") return "has completed";
	if (phase === "Failed") return "has failed";
	const runs = [containerStatuses, initContainerStatuses]
		.flat()
		.some((container) => container?.state?.running !== undefined);
	return runs ? undefined : "has no running container";
}
