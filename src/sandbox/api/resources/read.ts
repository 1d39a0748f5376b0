import type { KubeObject } from "../../objects/metadata.ts";
import { notFound } from "../../registry/status-error.ts";
import { sendJson } from "../exchange.ts";
import { listObjects } from "./list.ts";
import { acceptedForm, presentList, presentObject } from "./present.ts";
import type { ResourceExchange } from "./serve.ts";
import { streamWatch } from "./watch.ts";

/** Returns the namespace of a request; undefined for a cluster-scoped resource, even if the path names one. */
export function namespaceOf({
	info,
	type,
}: ResourceExchange): string | undefined {
	return type.scope === "namespaced" ? info.namespace : undefined;
}

/** Returns the object that a request names. @throws StatusError 404 */
export function findObject(asked: ResourceExchange): KubeObject {
	const { exchange, info, type } = asked;
	const { name = "" } = info;
	const { store } = exchange.context;
	const found = store.get(type.name, name, namespaceOf(asked));
	if (!found) throw notFound(type, name);
	return found;
}

/** Answers with one object, in the form that the client accepts. */
export function sendObject(
	{ exchange, type }: ResourceExchange,
	code: number,
	object: KubeObject,
): void {
	sendJson(exchange, code, presentObject(exchange, type, object));
}

/** Answers with the named object. @throws StatusError 404, 406 */
export function serveGet(asked: ResourceExchange): void {
	sendObject(asked, 200, findObject(asked));
}

/** Answers with a whole list or one page of it. @throws StatusError 400, 406, 410, 504 */
export function serveList(asked: ResourceExchange): void {
	const { exchange, type } = asked;
	const list = listObjects(
		exchange.context.store,
		type,
		namespaceOf(asked),
		exchange.url.searchParams,
	);
	sendJson(exchange, 200, presentList(exchange, type, list));
}

/** Streams changes until the client disconnects. @throws StatusError 400, 406 */
export function serveWatch(asked: ResourceExchange): void {
	const { exchange, info, type } = asked;
	// An unacceptable form must be refused before the stream begins.
	acceptedForm(exchange);
	const { store, bookmarkEveryMs } = exchange.context;
	const options = {
		type,
		namespace: namespaceOf(asked),
		name: info.name,
		query: exchange.url.searchParams,
		bookmarkEveryMs,
		present: (object: KubeObject) => presentObject(exchange, type, object),
	};
	streamWatch(store, options, exchange.response);
}
