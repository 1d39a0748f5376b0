import { readForwardText } from "../loss/forward-text.ts";
import { quote } from "../quote.ts";
import { type HttpAnswer, isRecord, parseObject } from "./http-answer.ts";

/** What kind of refusal a plain HTTP answer to the upgrade is. */
export type Refusal =
	| "no-such-pod"
	| "unauthorized"
	| "forbidden"
	| "throttled"
	| "server-error"
	/** Not an answer of an API server to an upgrade: a proxy took the upgrade away, or it is no API server. */
	| "not-upgraded";

/**
 * Tells refusals apart. That the pod is the trouble is said by the API server with 404 or 400, by the kubelet with 404, and
 * by the container runtime with 500.
 */
export function refusalOf({ status, body }: HttpAnswer): Refusal {
	if (status >= 400 && speaksOfPod(body)) return "no-such-pod";
	if (status === 401) return "unauthorized";
	if (status === 403) return "forbidden";
	if (status === 429) return "throttled";
	return status >= 500 ? "server-error" : "not-upgraded";
}

function speaksOfPod(body: string): boolean {
	const status = parseObject(body);
	const details = isRecord(status?.["details"]) ? status["details"] : {};
	return (
		(status?.["reason"] === "NotFound" && details["kind"] === "pods") ||
		/^pod \S+ does not have a host assigned$/.test(saidBy(body)) ||
		readForwardText(body) === "gone"
	);
}

/** What an answer says, in one bounded line: the message of a Status object, else the text itself. */
export function saidBy(body: string): string {
	const message = parseObject(body)?.["message"];
	return quote(typeof message === "string" ? message : body);
}
