import { beginningOf } from "../../cut-text.ts";
import { quote } from "../quote.ts";
import { property, textAt } from "./json-value.ts";

/** The parts of a Kubernetes Status object that say why a request failed (apimachinery, meta/v1.Status). */
export type KubernetesStatus = {
	readonly code: number | undefined;
	/** One word, such as `NotFound` or `Expired`. */
	readonly reason: string | undefined;
	readonly message: string | undefined;
	/** Reasons of `details.causes`, such as `DisruptionBudget`. */
	readonly causes: readonly string[];
	readonly retryAfterMs: number | undefined;
};

/** Maximum characters kept of a server's message. */
const MAX_MESSAGE_LENGTH = 1_000;

const NO_STATUS: KubernetesStatus = {
	code: undefined,
	reason: undefined,
	message: undefined,
	causes: [],
	retryAfterMs: undefined,
};

/**
 * The plain text of an API server that cannot decide on a request, for example because its authorizer fails. The path is quoted by Go
 * (apiserver, responsewriters/errors.go, InternalError).
 */
const UNDECIDED = /^Internal Server Error: "(?:[^"\\]|\\.)*": (?<cause>.+)/s;

/** Whether the body of an error says that the API server could not decide on the request. */
export const isUndecided = (body: string): boolean => UNDECIDED.test(body);

/** Parses the body of an error. Anything but a Status or the API server's own plain text (a proxy's page, say) gives empty fields. */
export function parseStatus(body: string): KubernetesStatus {
	const cause = UNDECIDED.exec(body)?.groups?.["cause"];
	if (cause !== undefined) return { ...NO_STATUS, message: quote(cause) };
	try {
		return statusOf(JSON.parse(body));
	} catch {
		return NO_STATUS;
	}
}

/** Reads the fields of a parsed Status object, such as the object of a watch's ERROR event. */
export function statusOf(value: unknown): KubernetesStatus {
	if (property(value, "kind") !== "Status") return NO_STATUS;
	const details = property(value, "details");
	const causes = property(details, "causes");
	const seconds = numberOf(property(details, "retryAfterSeconds"));
	const message = textAt(value, "message");
	return {
		code: numberOf(property(value, "code")),
		reason: textAt(value, "reason"),
		message: message && beginningOf(message, MAX_MESSAGE_LENGTH),
		causes: (Array.isArray(causes) ? causes : [])
			.slice(0, 10)
			.map((cause) => textAt(cause, "reason") ?? "")
			.filter(Boolean),
		retryAfterMs:
			seconds === undefined || seconds <= 0 ? undefined : seconds * 1000,
	};
}

function numberOf(value: unknown): number | undefined {
	return typeof value === "number" && Number.isFinite(value)
		? value
		: undefined;
}
