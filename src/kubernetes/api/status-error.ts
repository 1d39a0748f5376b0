import { STATUS_CODES } from "node:http";
import { type ErrorCode, PluginError } from "../../errors.ts";
import { redirectTarget } from "../../redirect-target.ts";
import { shellWord } from "../../shell-word.ts";
import { quote } from "../quote.ts";
import { denialError, forbiddenError } from "./forbidden.ts";
import {
	isUndecided,
	type KubernetesStatus,
	parseStatus,
} from "./kubernetes-status.ts";
import type { Facts, Refusal, RefusedRequest } from "./refusal.ts";
import { type RequestSubject, resourceName } from "./request-subject.ts";
import { unauthorizedError } from "./unauthorized.ts";

/**
 * The error for an answer that is no success. It says what was requested, why it was refused and what to do. Its facts hold `status`,
 * `reason`, the request in RBAC's words (`verb`, `resource`, `namespace`, `name`), and for a 403 the `user`.
 */
export function statusError(
	request: RefusedRequest,
	refusal: Refusal,
): PluginError {
	const status = parseStatus(refusal.body);
	const facts = factsOf(request.subject, refusal, status);
	const denial = denialError(request, status, facts);
	if (denial !== undefined) return denial;
	switch (refusal.status) {
		case 401:
			return unauthorizedError(request, facts);
		case 403:
			return hasSpoken(status)
				? forbiddenError(request, status, facts)
				: foreignError("forbidden", request, refusal, facts);
		case 404:
			return hasSpoken(status) || NO_SUCH_PATH.test(refusal.body)
				? notFound(request, status, facts)
				: foreignError("api-error", request, refusal, facts);
		case 409:
			return new PluginError("conflict", said(status, refusal), { facts });
		case 429:
			return throttled(request, status, facts);
		default:
			return otherError(request, refusal, status, facts);
	}
}

/** The answer of an API server for a path that it does not serve (net/http, NotFound). It is no Status. */
const NO_SUCH_PATH = /^404 page not found\s*$/;

/** Whether the answer holds a Status, as all refusals of an API server do but those of {@link NO_SUCH_PATH}. */
const hasSpoken = ({ message, reason }: KubernetesStatus): boolean =>
	message !== undefined || reason !== undefined;

/** The error for an answer that comes from something else than an API server. */
function foreignError(
	code: ErrorCode,
	{ cluster }: RefusedRequest,
	refusal: Refusal,
	facts: Facts,
): PluginError {
	const body = quote(refusal.body);
	return new PluginError(
		code,
		`${cluster.server} answers ${codeAndPhrase(refusal)}, as no API server does${body && `: ${body}`}`,
		{ facts, hint: [foreignHint(cluster)] },
	);
}

const foreignHint = ({ serverOrigin }: RefusedRequest["cluster"]): string =>
	`it may be a login page or proxy: check the address of ${serverOrigin}`;

function factsOf(
	subject: RequestSubject,
	refusal: Refusal,
	status: KubernetesStatus,
): Facts {
	const { namespace, name } = subject;
	const retryAfterMs = refusal.retryAfterMs ?? status.retryAfterMs;
	return {
		status: refusal.status,
		...(status.reason && { reason: status.reason }),
		...(status.causes.length > 0 && { causes: status.causes.join(",") }),
		...(subject.resource && {
			verb: subject.verb,
			resource: resourceName(subject),
		}),
		...(namespace && { namespace }),
		...(name && { name }),
		...(retryAfterMs !== undefined && { retryAfterMs }),
	};
}

function notFound(
	{ subject, cluster }: RefusedRequest,
	status: KubernetesStatus,
	facts: Facts,
): PluginError {
	const { resource, name, namespace } = subject;
	if (status.reason !== "NotFound" || !resource || !name)
		return new PluginError(
			"not-found",
			`the API server ${cluster.server} has no ${resource ? resourceName(subject) : "such path"}`,
			{ facts, hint: ["kubectl api-resources shows what it has"] },
		);
	const where = namespace === undefined ? "" : ` in namespace "${namespace}"`;
	const kind = subject.group === "" ? resource : `${resource}.${subject.group}`;
	const scope = namespace === undefined ? "" : ` -n ${shellWord(namespace)}`;
	return new PluginError("not-found", `${kind} "${name}" not found${where}`, {
		facts,
		hint: [`kubectl get ${kind}${scope} shows which there are`],
	});
}

function throttled(
	{ cluster }: RefusedRequest,
	status: KubernetesStatus,
	facts: Facts,
): PluginError {
	return new PluginError(
		"throttled",
		`the API server ${cluster.server} refuses more requests for now${detail(status)}`,
		{
			facts,
			hint: ["try again in a while, with a lower --concurrency"],
		},
	);
}

function otherError(
	{ cluster }: RefusedRequest,
	refusal: Refusal,
	status: KubernetesStatus,
	facts: Facts,
): PluginError {
	if (refusal.status >= 300 && refusal.status < 400)
		return new PluginError(
			"api-error",
			`${cluster.server} answers with a redirect${refusal.location ? ` to ${quote(redirectTarget(refusal.location))}` : ""}, as no API server does`,
			{
				facts,
				hint: [foreignHint(cluster)],
			},
		);
	if (/Client sent an HTTP request to an HTTPS server/.test(refusal.body))
		return new PluginError(
			"api-unreachable",
			`${cluster.server} speaks https, and ${cluster.serverOrigin} says http`,
			{ facts, hint: ["write https:// before the server's address"] },
		);
	return new PluginError(
		"api-error",
		`the API server ${cluster.server} answers ${said(status, refusal)}`,
		{
			facts,
			hint: refusal.status >= 500 ? [failureHint(refusal, status)] : [],
		},
	);
}

/** Says where to look for the cause of a 5xx. Readiness knows nothing of the webhooks that an API server asks. */
function failureHint({ body }: Refusal, { message = "" }: KubernetesStatus) {
	if (FAILED_WEBHOOK.test(message))
		return "the webhook's server is down or out of reach, not the API server: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations";
	return isUndecided(body)
		? "it cannot decide on the request, as when a webhook that it asks about rights is down; its log says more"
		: "kubectl get --raw /readyz?verbose shows what ails it";
}

/** The API server's word for an admission webhook without an answer (apiserver, admission/plugin/webhook). */
const FAILED_WEBHOOK = /failed calling webhook "/;

/** Returns `503 Service Unavailable: message`. */
function said(status: KubernetesStatus, refusal: Refusal): string {
	return codeAndPhrase(refusal) + detail(status);
}

const codeAndPhrase = ({ status }: Refusal): string =>
	`${status} ${STATUS_CODES[status] ?? ""}`.trim();

function detail({ message }: KubernetesStatus): string {
	return message === undefined ? "" : `: ${message}`;
}
