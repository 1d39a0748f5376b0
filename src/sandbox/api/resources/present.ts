import type { ResourceType } from "../../objects/kinds.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { badRequest, StatusError } from "../../registry/status-error.ts";
import type { Exchange } from "../exchange.ts";
import { type RowObject, tableOf } from "../table/table.ts";
import type { ObjectList } from "./list.ts";

/** Returns the form that the client accepts: plain objects or the server's tables. @throws StatusError 406 */
export function acceptedForm({ request }: Exchange): "object" | "table" {
	const accept = request.headers.accept ?? "*/*";
	for (const range of accept.split(",")) {
		if (/^\s*application\/json\b.*\bas=Table\b/.test(range)) return "table";
		if (
			/^\s*(application\/json|application\/\*|\*\/\*)\s*(;\s*q=.*)?$/.test(
				range,
			)
		)
			return "object";
	}
	throw new StatusError(
		406,
		"NotAcceptable",
		"406: Not Acceptable\n\nAvailable representations: application/json",
		{},
	);
}

/** Returns one object in the accepted form. */
export function presentObject(
	exchange: Exchange,
	type: ResourceType,
	object: KubeObject,
): object {
	if (acceptedForm(exchange) === "object") return object;
	const { resourceVersion } = object.metadata;
	return tableOf(type, [object], { resourceVersion }, rowObject(exchange));
}

/** Returns a list in the accepted form. */
export function presentList(
	exchange: Exchange,
	type: ResourceType,
	list: ObjectList,
): object {
	if (acceptedForm(exchange) === "object")
		return { ...list, items: list.items.map(withoutKind) };
	return tableOf(type, list.items, list.metadata, rowObject(exchange));
}

/** List items carry no apiVersion and kind, because the list does. */
function withoutKind({ apiVersion, kind, ...rest }: KubeObject): object {
	return rest;
}

function rowObject({ url }: Exchange): RowObject {
	const wanted = url.searchParams.get("includeObject") ?? "Metadata";
	if (wanted === "Object" || wanted === "Metadata" || wanted === "None")
		return wanted;
	throw badRequest(`unrecognized includeObject value: "${wanted}"`);
}
