import { fieldsOf, isObject, isStringMap } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { invalid, StatusError } from "../../registry/status-error.ts";
import { readBody, sendJson } from "../exchange.ts";
import { applyPatch } from "../resources/patch.ts";
import { findObject } from "../resources/read.ts";
import type { ResourceExchange } from "../resources/serve.ts";
import { dryRunOf } from "../resources/write.ts";
import { labelText, selectorText } from "../table/column.ts";

/** Serves the `scale` subresource, which shows the number of replicas in the same form for every kind. @throws StatusError */
export async function serveScale(asked: ResourceExchange): Promise<void> {
	const { exchange, info, type } = asked;
	const present = findObject(asked);
	if (info.verb === "get") return sendJson(exchange, 200, scaleOf(present));
	const body = await readBody(exchange.request);
	const wanted =
		info.verb === "patch"
			? applyPatch(
					exchange.request.headers["content-type"] ?? "",
					scaleOf(present),
					body,
				)
			: body;
	const replicas =
		isObject(wanted) && isObject(wanted["spec"])
			? (wanted["spec"]["replicas"] ?? 0)
			: undefined;
	if (typeof replicas !== "number" || replicas < 0)
		throw invalid(
			type,
			present.metadata.name,
			"spec.replicas",
			`Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
		);
	const written = exchange.context.registry.update(
		type.name,
		{ ...present, spec: { ...specOf(present), replicas } },
		{ dryRun: dryRunOf(exchange) },
	);
	sendJson(exchange, 200, scaleOf(written));
}

function scaleOf(object: KubeObject) {
	const { name, namespace, uid, resourceVersion, creationTimestamp } =
		object.metadata;
	const spec = specOf(object);
	const status = fieldsOf(object.status);
	return {
		kind: "Scale",
		apiVersion: "autoscaling/v1",
		metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
		spec: { replicas: spec["replicas"] },
		status: {
			replicas: status["replicas"] ?? 0,
			selector: selectorOf(spec["selector"]),
		},
	};
}

function specOf({ spec }: KubeObject) {
	if (!isObject(spec)) throw new StatusError(500, "InternalError", "no spec");
	return spec;
}

/** The selector of a ReplicationController is a plain map of labels. */
function selectorOf(selector: unknown): string {
	if (!isObject(selector)) return "";
	return isStringMap(selector) ? labelText(selector) : selectorText(selector);
}
