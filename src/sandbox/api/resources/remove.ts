import { fieldsOf, type JsonObject } from "../../objects/json.ts";
import type { DeleteOptions } from "../../registry/delete.ts";
import { detailsOf } from "../../registry/status-error.ts";
import { type Exchange, readBody, sendJson } from "../exchange.ts";
import { namespaceOf, sendObject } from "./read.ts";
import { filterOf } from "./selectors.ts";
import type { ResourceExchange } from "./serve.ts";

/** Deletes an object. Answers with it where it is still going, or a pod, else with a Status. @throws StatusError 404, 409 */
export async function serveDelete(asked: ResourceExchange): Promise<void> {
	const { exchange, info, type } = asked;
	const { name = "" } = info;
	const { outcome, object } = exchange.context.registry.delete(
		type.name,
		name,
		namespaceOf(asked),
		await deleteOptions(exchange),
	);
	if (outcome === "going" || type.name === "pods")
		sendObject(asked, 200, object);
	else
		sendSuccess(exchange, 200, {
			details: { ...detailsOf(type, name), uid: object.metadata.uid },
		});
}

/** Deletes all that the selectors leave. @throws StatusError 400 */
export async function serveDeleteCollection(
	asked: ResourceExchange,
): Promise<void> {
	const { exchange, type } = asked;
	const { store, registry } = exchange.context;
	const options = await deleteOptions(exchange);
	const filter = filterOf(type.name, exchange.url.searchParams);
	for (const { metadata } of store
		.list(type.name, namespaceOf(asked))
		.filter(filter))
		registry.delete(type.name, metadata.name, metadata.namespace, options);
	sendSuccess(exchange, 200, { details: detailsOf(type, undefined) });
}

/** Answers with a Status that says so, and with these fields of it besides. */
function sendSuccess(exchange: Exchange, code: number, more: object): void {
	const status = { metadata: {}, status: "Success", ...more };
	sendJson(exchange, code, { kind: "Status", apiVersion: "v1", ...status });
}

async function deleteOptions(exchange: Exchange): Promise<DeleteOptions> {
	const body = await readBody(exchange.request);
	return parseDeleteOptions(fieldsOf(body), exchange.url.searchParams);
}

/** metav1.DeleteOptions, as a body has them, or a query. */
function parseDeleteOptions(
	body: JsonObject,
	query: URLSearchParams,
): DeleteOptions {
	const grace = body["gracePeriodSeconds"] ?? query.get("gracePeriodSeconds");
	const policy = body["propagationPolicy"] ?? query.get("propagationPolicy");
	const { uid, resourceVersion } = fieldsOf(body["preconditions"]);
	const dryRun = [body["dryRun"], query.getAll("dryRun")].flat();
	return {
		...(grace === null || grace === undefined
			? {}
			: { gracePeriodSeconds: Number(grace) }),
		...(isPolicy(policy) ? { propagationPolicy: policy } : {}),
		preconditions: {
			...(typeof uid === "string" ? { uid } : {}),
			...(typeof resourceVersion === "string" ? { resourceVersion } : {}),
		},
		dryRun: dryRun.includes("All") ? "all" : "none",
	};
}

function isPolicy(
	value: unknown,
): value is NonNullable<DeleteOptions["propagationPolicy"]> {
	return value === "Background" || value === "Foreground" || value === "Orphan";
}
