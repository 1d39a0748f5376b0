import { fieldsOf } from "../../objects/json.ts";
import type { DeleteOptions } from "../../registry/delete.ts";
import { badRequest, detailsOf } from "../../registry/status-error.ts";
import { type Exchange, readBody, sendJson } from "../exchange.ts";
import { namespaceOf, sendObject } from "./read.ts";
import type { ResourceExchange } from "./serve.ts";

/**
 * Deletes an object. Answers with the object if it is a pod or is not gone yet, otherwise with a Status.
 * @throws StatusError 400, 403, 404
 */
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
		sendSuccess(exchange, {
			...detailsOf(type, name),
			uid: object.metadata.uid,
		});
}

function sendSuccess(exchange: Exchange, details: object): void {
	const status = { metadata: {}, status: "Success", details };
	sendJson(exchange, 200, { kind: "Status", apiVersion: "v1", ...status });
}

/** Reads metav1.DeleteOptions from the body or the query. @throws StatusError 400 */
async function deleteOptions({
	request,
	url,
}: Exchange): Promise<DeleteOptions> {
	const body = fieldsOf(await readBody(request));
	const query = url.searchParams;
	const grace = body["gracePeriodSeconds"] ?? query.get("gracePeriodSeconds");
	const policy = body["propagationPolicy"] ?? query.get("propagationPolicy");
	if (policy === "Foreground" || policy === "Orphan")
		throw badRequest(
			"the sandbox deletes dependents in the background only, as kubectl delete does without --cascade",
		);
	const dryRun = [body["dryRun"], query.getAll("dryRun")].flat();
	return {
		...(grace === null || grace === undefined
			? {}
			: { gracePeriodSeconds: Number(grace) }),
		dryRun: dryRun.includes("All") ? "all" : "none",
	};
}
