import type { IncomingMessage, ServerResponse } from "node:http";
import { resourceType } from "../objects/kinds.ts";
import type { Pod } from "../objects/pod.ts";
import {
	badRequest,
	noSuchPath,
	notFound,
	StatusError,
} from "../registry/status-error.ts";
import { authenticate, type User } from "./access/authentication.ts";
import { authorize } from "./access/authorization.ts";
import { impersonate } from "./access/impersonation.ts";
import { serveReview } from "./access/reviews.ts";
import { groupVersions } from "./discovery/discovery.ts";
import { servePath } from "./discovery/serve.ts";
import {
	type ApiContext,
	type Exchange,
	sendError,
	sendText,
} from "./exchange.ts";
import {
	type RequestInfo,
	type ResourceRequest,
	requestedType,
	requestInfo,
} from "./request.ts";
import { type ResourceExchange, serveResource } from "./resources/serve.ts";
import { serveLog } from "./subresources/log.ts";
import { serveScale } from "./subresources/scale.ts";

/** Authenticates, authorizes and answers one request. Never rejects. */
export async function handleRequest(
	context: ApiContext,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	try {
		const { url, user, info } = admit(context, request);
		const exchange = { context, request, response, url, user };
		if (info.kind === "path") servePath(exchange, info.path);
		else await serveInfo(exchange, info);
	} catch (error) {
		// The client has left during its request, so that nobody would read an answer.
		if (response.destroyed) return;
		if (!(error instanceof StatusError)) context.onError(error);
		sendError({ request, response }, error);
	}
}

/** Authenticates, impersonates and authorizes a request. @throws StatusError 400, 401, 403 */
function admit(
	context: ApiContext,
	request: IncomingMessage,
): { url: URL; user: User; info: RequestInfo } {
	const url = new URL(request.url ?? "/", "https://sandbox");
	const caller = authenticate(request, context.tokens);
	const user = impersonate(context.store, caller, request.headersDistinct);
	const info = requestInfo(request.method ?? "GET", url);
	authorize(context.store, user, info);
	return { url, user, info };
}

/** Returns the pod of a port-forward request. @throws StatusError 400, 401, 403, 404 */
export function findForwarded(
	context: ApiContext,
	request: IncomingMessage,
): { pod: Pod; query: URLSearchParams } {
	const { url, info } = admit(context, request);
	if (
		info.kind !== "resource" ||
		requestedType(info)?.name !== "pods" ||
		info.subresource !== "portforward"
	)
		throw noSuchUpgrade(info);
	return { pod: podOf(context, info), query: url.searchParams };
}

/** A container here runs nothing but its own process. The error says so to those who ask for a shell. */
function noSuchUpgrade(info: RequestInfo): StatusError {
	const asked = info.kind === "resource" ? info.subresource : undefined;
	return asked === "exec" || asked === "attach"
		? new StatusError(404, "NotFound", `the sandbox has no ${asked}`)
		: noSuchPath();
}

function podOf(
	{ store }: ApiContext,
	{ name = "", namespace }: ResourceRequest,
): Pod {
	const pod = store.get("pods", name, namespace);
	if (!pod) throw notFound(resourceType("pods"), name);
	return pod;
}

async function serveInfo(
	exchange: Exchange,
	info: ResourceRequest,
): Promise<void> {
	if (await serveReview(exchange, info)) return;
	const type = requestedType(info);
	if (!type && !isServed(info)) {
		sendText(exchange, 404, "404 page not found\n");
		return;
	}
	if (!type) throw noSuchPath();
	if (info.subresource === undefined || info.subresource === "status")
		return serveResource({ exchange, info, type });
	await serveSubresource({ exchange, info, type });
}

/** Returns whether the group and version are served. */
function isServed({ group, version }: ResourceRequest): boolean {
	return groupVersions().includes(
		group === "" ? version : `${group}/${version}`,
	);
}

async function serveSubresource(asked: ResourceExchange): Promise<void> {
	const { exchange, info, type } = asked;
	const { subresource = "" } = info;
	if (!type.subresources.includes(subresource)) throw noSuchPath();
	switch (subresource) {
		case "scale":
			return serveScale(asked);
		case "log":
			return serveLog(exchange, podOf(exchange.context, info));
		default:
			podOf(exchange.context, info);
			throw badRequest("Upgrade request required");
	}
}
