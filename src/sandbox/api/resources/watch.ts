import type { ServerResponse } from "node:http";
import { apiVersionOf, type ResourceType } from "../../objects/kinds.ts";
import type { KubeObject } from "../../objects/metadata.ts";
import { expired, type Status } from "../../registry/status-error.ts";
import type { Change } from "../../store/history.ts";
import type { Store } from "../../store/store.ts";
import { parseRevision } from "./list.ts";
import { type Filter, filterOf } from "./selectors.ts";

type WatchOptions = {
	readonly type: ResourceType;
	readonly namespace: string | undefined;
	/** The name in the path, for a watch of one object. */
	readonly name: string | undefined;
	readonly query: URLSearchParams;
	/** How often a watch that allows bookmarks gets one. */
	readonly bookmarkEveryMs: number;
	/** Converts the object of each event to the form that the client accepts: the object or a table. */
	readonly present: (object: KubeObject) => object;
};

type Sink = (type: string, object: object) => void;

type CatchingUp = {
	readonly send: Sink;
	/** Sends a change as the event that it is to this watch. */
	readonly forward: (change: Change) => void;
	readonly isWatched: Filter;
};

/** A watch ends after half an hour to an hour, as with the API server's --min-request-timeout. */
const DEFAULT_TIMEOUT_MS = 1_800_000;

/**
 * Streams changes until the client disconnects, the timeout passes or the server stops.
 * @throws StatusError 400 before the stream begins
 */
export function streamWatch(
	store: Store,
	options: WatchOptions,
	response: ServerResponse,
): void {
	const { query, type } = options;
	const revision = parseRevision(query.get("resourceVersion") ?? "");
	const filter = watchFilter(options);
	response.writeHead(200, { "content-type": "application/json" });
	response.flushHeaders();
	const send: Sink = (kind, object) => {
		response.write(`${JSON.stringify({ type: kind, object })}\n`);
	};
	const forward = (change: Change) => {
		const event = eventOf(change, type, filter);
		if (event) send(event.type, options.present(event.object));
	};
	const trouble = catchUp(store, options, revision, {
		send,
		forward,
		isWatched: filter,
	});
	if (trouble) {
		send("ERROR", trouble);
		response.end();
		return;
	}
	const unsubscribe = store.subscribe(forward);
	const bookmarks = setInterval(() => {
		if (query.get("allowWatchBookmarks") === "true")
			send("BOOKMARK", bookmark(store, type));
	}, options.bookmarkEveryMs);
	const timeoutMs =
		Number(query.get("timeoutSeconds") ?? 0) * 1000 ||
		DEFAULT_TIMEOUT_MS * (1 + Math.random());
	const timeout = setTimeout(() => response.end(), timeoutMs);
	response.once("close", () => {
		unsubscribe();
		clearInterval(bookmarks);
		clearTimeout(timeout);
	});
}

function watchFilter({ type, namespace, name, query }: WatchOptions): Filter {
	const selected = filterOf(type.name, query);
	return (object) =>
		(namespace === undefined || object.metadata.namespace === namespace) &&
		(name === undefined || object.metadata.name === name) &&
		selected(object);
}

/** Sends what the client has missed. Returns the Status of an ERROR event when that is no longer stored. */
function catchUp(
	store: Store,
	{ type, query, present }: WatchOptions,
	revision: number,
	{ send, forward, isWatched }: CatchingUp,
): Status | undefined {
	const initial = query.get("sendInitialEvents") === "true";
	if (initial || revision === 0) {
		for (const object of store.list(type.name).filter(isWatched))
			send("ADDED", present(object));
		if (initial) send("BOOKMARK", initialEventsEnd(store, type));
		return undefined;
	}
	const missed = store.since(revision);
	if (!missed)
		return expired(`too old resource version: ${revision} (${store.oldest()})`)
			.status;
	for (const change of missed) forward(change);
	return undefined;
}

/**
 * Returns the event that a change is to a filtered watch. An object that the change moves into the selection is ADDED, one that leaves
 * it is DELETED.
 */
function eventOf(
	{ resource, type, object, previous }: Change,
	watched: ResourceType,
	filter: Filter,
): { type: string; object: KubeObject } | undefined {
	if (resource !== watched.name) return undefined;
	const before = previous !== undefined && filter(previous);
	const after = type !== "DELETED" && filter(object);
	if (after) return { type: before ? "MODIFIED" : "ADDED", object };
	if (!before) return undefined;
	const { resourceVersion } = object.metadata;
	const last = {
		...previous,
		metadata: { ...previous.metadata, resourceVersion },
	};
	return { type: "DELETED", object: last };
}

function bookmark(store: Store, type: ResourceType) {
	return {
		kind: type.kind,
		apiVersion: apiVersionOf(type),
		metadata: {
			resourceVersion: String(store.revision()),
			creationTimestamp: null,
		},
	};
}

function initialEventsEnd(store: Store, type: ResourceType) {
	const { metadata, ...rest } = bookmark(store, type);
	return {
		...rest,
		metadata: {
			...metadata,
			annotations: { "k8s.io/initial-events-end": "true" },
		},
	};
}
