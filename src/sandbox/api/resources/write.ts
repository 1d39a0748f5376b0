import {
	isManifest,
	type KubeObject,
	type Manifest,
} from "../../objects/metadata.ts";
import type { DryRun } from "../../registry/registry.ts";
import { badRequest, StatusError } from "../../registry/status-error.ts";
import { type Exchange, readBody } from "../exchange.ts";
import { applyPatch } from "./patch.ts";
import { findObject, namespaceOf, sendObject } from "./read.ts";
import type { ResourceExchange } from "./serve.ts";

/** Creates an object and answers with it. @throws StatusError 400, 409, 415, 422 */
export async function serveCreate(asked: ResourceExchange): Promise<void> {
	const { exchange, type } = asked;
	const manifest = await readManifest(exchange);
	const created = exchange.context.registry.create(type.name, manifest, {
		namespace: namespaceOf(asked),
		dryRun: dryRunOf(exchange),
	});
	sendObject(asked, 201, created);
}

/** Replaces an object, or its status. @throws StatusError 400, 404, 409, 415, 422 */
export async function serveUpdate(asked: ResourceExchange): Promise<void> {
	write(asked, await readManifest(asked.exchange));
}

/** Patches an object, or its status. @throws StatusError 400, 404, 409, 415, 422 */
export async function servePatch(asked: ResourceExchange): Promise<void> {
	const { request } = asked.exchange;
	const patch = await readBody(request);
	const contentType = request.headers["content-type"] ?? "";
	const patched = applyPatch(contentType, findObject(asked), patch);
	if (!isManifest(patched))
		throw badRequest("the patch leaves no object of the API");
	write(asked, patched);
}

function write(asked: ResourceExchange, manifest: Manifest): void {
	const { exchange, info, type } = asked;
	const object = onto(findObject(asked), manifest);
	const written = exchange.context.registry.update(type.name, object, {
		part: info.subresource === "status" ? "status" : "spec",
		dryRun: dryRunOf(exchange),
	});
	sendObject(asked, 200, written);
}

/** Returns the client's version of an object, with the fields that only the server writes. @throws StatusError 400 for another name */
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

/** Returns whether a request is a dry run. @throws StatusError 422 */
export function dryRunOf({ url }: Exchange): DryRun {
	const values = url.searchParams.getAll("dryRun");
	if (values.length === 0) return "none";
	if (values.every((value) => value === "All")) return "all";
	const body = `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`;
	const reason = "FieldValueNotSupported";
	throw new StatusError(
		422,
		"Invalid",
		`CreateOptions.meta.k8s.io "" is invalid: dryRun: ${body}`,
		{
			group: "meta.k8s.io",
			kind: "CreateOptions",
			causes: [{ reason, message: body, field: "dryRun" }],
		},
	);
}

async function readManifest({ request }: Exchange): Promise<Manifest> {
	const body = await readBody(request);
	if (!isManifest(body))
		throw badRequest(
			"the object provided is unrecognized (must be of an API type with apiVersion, kind and metadata)",
		);
	return body;
}
