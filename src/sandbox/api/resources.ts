import { isObject } from "../objects/json.ts";
import type { ResourceType } from "../objects/kinds.ts";
import {
	isManifest,
	type KubeObject,
	type Manifest,
} from "../objects/metadata.ts";
import type { DeleteOptions } from "../registry/delete.ts";
import type { DryRun } from "../registry/registry.ts";
import {
	badRequest,
	detailsOf,
	notFound,
	StatusError,
} from "../registry/status-error.ts";
import { type Exchange, readBody, sendJson } from "./exchange.ts";
import { listObjects } from "./list.ts";
import { applyPatch } from "./patch.ts";
import { acceptedForm, presentList, presentObject } from "./present.ts";
import type { ResourceRequest } from "./request.ts";
import { filterOf } from "./selectors.ts";
import { streamWatch } from "./watch.ts";

/** Serves a request for a resource or its status. @throws StatusError */
export async function serveResource(
	exchange: Exchange,
	info: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	switch (info.verb) {
		case "get":
			return send(exchange, type, 200, find(exchange, info, type));
		case "list":
			return list(exchange, info, type);
		case "watch":
			return watch(exchange, info, type);
		case "create":
			return create(exchange, info, type);
		case "update":
			return update(exchange, info, type);
		case "patch":
			return patch(exchange, info, type);
		case "delete":
			return remove(exchange, info, type);
		case "deletecollection":
			return removeAll(exchange, info, type);
	}
}

/** The object that a request names. @throws StatusError 404 */
export function find(
	{ context }: Exchange,
	{ name = "", namespace }: ResourceRequest,
	type: ResourceType,
): KubeObject {
	const found = context.store.get(type.name, name, scopeOf(type, namespace));
	if (!found) throw notFound(type, name);
	return found;
}

/** A cluster-scoped object has no namespace, whatever the path's words. */
function scopeOf(
	type: ResourceType,
	namespace: string | undefined,
): string | undefined {
	return type.scope === "namespaced" ? namespace : undefined;
}

function send(
	exchange: Exchange,
	type: ResourceType,
	code: number,
	object: KubeObject,
): void {
	sendJson(exchange, code, presentObject(exchange, type, object));
}

function list(
	exchange: Exchange,
	{ namespace }: ResourceRequest,
	type: ResourceType,
): void {
	const { store } = exchange.context;
	const query = exchange.url.searchParams;
	const found = listObjects(store, type, scopeOf(type, namespace), query);
	sendJson(exchange, 200, presentList(exchange, type, found));
}

function watch(
	exchange: Exchange,
	{ namespace, name }: ResourceRequest,
	type: ResourceType,
): void {
	acceptedForm(exchange);
	const { store, bookmarkEveryMs } = exchange.context;
	const options = {
		type,
		namespace: scopeOf(type, namespace),
		name,
		query: exchange.url.searchParams,
		bookmarkEveryMs,
		present: (object: KubeObject) => presentObject(exchange, type, object),
	};
	streamWatch(store, options, exchange.response);
}

async function create(
	exchange: Exchange,
	{ namespace }: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	const manifest = await readManifest(exchange);
	const created = exchange.context.registry.create(type.name, manifest, {
		namespace: scopeOf(type, namespace),
		dryRun: dryRunOf(exchange),
	});
	send(exchange, type, 201, created);
}

async function update(
	exchange: Exchange,
	info: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	const manifest = await readManifest(exchange);
	const present = find(exchange, info, type);
	const written = exchange.context.registry.update(
		type.name,
		onto(present, manifest),
		{ part: partOf(info), dryRun: dryRunOf(exchange) },
	);
	send(exchange, type, 200, written);
}

async function patch(
	exchange: Exchange,
	info: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	const body = await readBody(exchange.request);
	const present = find(exchange, info, type);
	const contentType = exchange.request.headers["content-type"] ?? "";
	const patched = applyPatch(contentType, present, body);
	if (!isManifest(patched))
		throw badRequest("the patch leaves no object of the API");
	const written = exchange.context.registry.update(
		type.name,
		onto(present, patched),
		{ part: partOf(info), dryRun: dryRunOf(exchange) },
	);
	send(exchange, type, 200, written);
}

/** A client's version of an object, completed with what only the server writes. @throws StatusError 400 for another name */
function onto(present: KubeObject, manifest: Manifest): KubeObject {
	const { name = present.metadata.name, resourceVersion = "" } =
		manifest.metadata;
	if (name !== present.metadata.name)
		throw badRequest(
			`the name of the object (${name}) does not match the name on the URL (${present.metadata.name})`,
		);
	const { uid, creationTimestamp, namespace } = present.metadata;
	return {
		...manifest,
		apiVersion: present.apiVersion,
		kind: present.kind,
		metadata: {
			uid,
			...manifest.metadata,
			name,
			...(namespace === undefined ? {} : { namespace }),
			creationTimestamp,
			resourceVersion,
		},
	};
}

function partOf({ subresource }: ResourceRequest): "status" | "spec" {
	return subresource === "status" ? "status" : "spec";
}

async function remove(
	exchange: Exchange,
	{ name = "", namespace }: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	const options = await deleteOptions(exchange);
	const { outcome, object } = exchange.context.registry.delete(
		type.name,
		name,
		scopeOf(type, namespace),
		options,
	);
	if (outcome === "going" || type.name === "pods")
		return send(exchange, type, 200, object);
	sendJson(exchange, 200, {
		kind: "Status",
		apiVersion: "v1",
		metadata: {},
		status: "Success",
		details: { ...detailsOf(type, name), uid: object.metadata.uid },
	});
}

async function removeAll(
	exchange: Exchange,
	{ namespace }: ResourceRequest,
	type: ResourceType,
): Promise<void> {
	const options = await deleteOptions(exchange);
	const { context, url } = exchange;
	const filter = filterOf(type.name, url.searchParams);
	const going = context.store
		.list(type.name, scopeOf(type, namespace))
		.filter(filter);
	for (const { metadata } of going)
		context.registry.delete(
			type.name,
			metadata.name,
			metadata.namespace,
			options,
		);
	sendJson(exchange, 200, {
		kind: "Status",
		apiVersion: "v1",
		metadata: {},
		status: "Success",
		details: detailsOf(type, undefined),
	});
}

/** metav1.DeleteOptions, from the body or the query. */
export async function deleteOptions(
	exchange: Exchange,
): Promise<DeleteOptions> {
	const body = await readBody(exchange.request);
	const query = exchange.url.searchParams;
	return parseDeleteOptions(isObject(body) ? body : {}, query);
}

function parseDeleteOptions(
	body: { readonly [key: string]: unknown },
	query: URLSearchParams,
): DeleteOptions {
	const grace =
		body["gracePeriodSeconds"] ?? query.get("gracePeriodSeconds") ?? undefined;
	const policy = body["propagationPolicy"] ?? query.get("propagationPolicy");
	const conditions = isObject(body["preconditions"])
		? body["preconditions"]
		: {};
	const { uid, resourceVersion } = conditions;
	const dryRun = body["dryRun"] ?? query.getAll("dryRun");
	return {
		...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
		...(policy === "Background" ||
		policy === "Foreground" ||
		policy === "Orphan"
			? { propagationPolicy: policy }
			: {}),
		preconditions: {
			...(typeof uid === "string" ? { uid } : {}),
			...(typeof resourceVersion === "string" ? { resourceVersion } : {}),
		},
		dryRun: Array.isArray(dryRun) && dryRun.includes("All") ? "all" : "none",
	};
}

/** @throws StatusError 400, 422 */
export function dryRunOf({ url }: Exchange): DryRun {
	const values = url.searchParams.getAll("dryRun");
	if (values.length === 0) return "none";
	if (values.every((value) => value === "All")) return "all";
	const body = `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`;
	throw new StatusError(
		422,
		"Invalid",
		`CreateOptions.meta.k8s.io "" is invalid: dryRun: ${body}`,
		{
			group: "meta.k8s.io",
			kind: "CreateOptions",
			causes: [
				{ reason: "FieldValueNotSupported", message: body, field: "dryRun" },
			],
		},
	);
}

/** The object in a request's body. @throws StatusError 400 */
export async function readManifest({ request }: Exchange): Promise<Manifest> {
	const body = await readBody(request);
	if (!isManifest(body))
		throw badRequest(
			"the object provided is unrecognized (must be of an API type with apiVersion, kind and metadata)",
		);
	return body;
}
