import { PluginError } from "../../errors.ts";
import type { ObjectReader } from "../api.ts";
import type { Cluster } from "../cluster.ts";
import { type Field, fieldOf, ShapeError } from "../field.ts";
import { quote } from "../quote.ts";
import { connectionError } from "./connection-error.ts";
import { isObject, parseForeignJson, property } from "./json-value.ts";
import {
	applyChange,
	applyDeletion,
	type Change,
	type KnownObjects,
	readReported,
} from "./known-objects.ts";
import { statusOf } from "./kubernetes-status.ts";
import { readLines } from "./read-lines.ts";
import type { ReadOptions } from "./read-object.ts";
import { subjectOf } from "./request-subject.ts";
import { sendRequest } from "./send-request.ts";
import { statusError } from "./status-error.ts";

/** Seconds after which the server ends a watch, as in client-go's reflector. Spread, so that many watches do not return at once. */
const MIN_WATCH_SECONDS = 300;
const WATCH_SPREAD_SECONDS = 300;
/** Milliseconds after that time until a silent connection counts as dead. */
const GRACE_MS = 30_000;

/** The resourceVersion from which a watch can go on. */
export type WatchPosition = { resourceVersion: string };

/** The objects that a watch has reported so far, and its position. */
type WatchProgress<T> = {
	readonly known: KnownObjects<T>;
	readonly position: WatchPosition;
};

/**
 * Runs one watch request until the server ends it normally. `position` advances with each event and bookmark.
 * @throws PluginError when the watch is refused, breaks off, or receives an ERROR event; `facts.status` 410 means that the version is
 * too old
 */
export async function* followChanges<T>(
	cluster: Cluster,
	read: ObjectReader<T>,
	options: ReadOptions,
	{ known, position }: WatchProgress<T>,
): AsyncGenerator<Change<T>> {
	const seconds =
		MIN_WATCH_SECONDS + Math.floor(Math.random() * WATCH_SPREAD_SECONDS);
	try {
		const body = await sendRequest(cluster, {
			path: options.path,
			signal: options.signal,
			mode: "watch",
			silenceMs: seconds * 1000 + GRACE_MS,
			query: {
				...options.query,
				watch: true,
				allowWatchBookmarks: true,
				timeoutSeconds: seconds,
				resourceVersion: position.resourceVersion,
			},
		});
		for await (const line of readLines(body)) {
			const event = parseEvent(line);
			const { type, object } = event;
			if (type === "ERROR") throw eventError(object, cluster, options.path);
			const change = applyEvent(event, read, { known, position });
			if (change !== undefined) yield change;
		}
	} catch (caught) {
		throw connectionError(caught, cluster);
	}
}

type RawEvent = { readonly type: string; readonly object: object };

/** Applies an event and advances the position. @throws PluginError for an object that cannot be read */
function applyEvent<T>(
	{ type, object }: RawEvent,
	read: ObjectReader<T>,
	{ known, position }: WatchProgress<T>,
): Change<T> | undefined {
	try {
		const field = fieldOf({ object }).record("object");
		const change = changeOf(type, field, read, known);
		const version = field.record("metadata").text("resourceVersion");
		position.resourceVersion = version ?? position.resourceVersion;
		return change;
	} catch (caught) {
		if (!(caught instanceof ShapeError)) throw caught;
		throw noEvent(`: ${quote(caught.message)}`);
	}
}

function changeOf<T>(
	type: string,
	object: Field,
	read: ObjectReader<T>,
	known: KnownObjects<T>,
): Change<T> | undefined {
	switch (type) {
		case "ADDED":
		case "MODIFIED":
			return applyChange(known, readReported(read)(object));
		case "DELETED":
			return applyDeletion(known, readReported(read)(object));
		default:
			// A BOOKMARK only advances the position. Unknown event types are ignored.
			return undefined;
	}
}

function parseEvent(line: string): RawEvent {
	try {
		const event = parseForeignJson(line);
		const type = property(event, "type");
		const object = property(event, "object");
		if (typeof type === "string" && isObject(object)) return { type, object };
	} catch {
		// Text that is not JSON is the same error as JSON of another shape.
	}
	throw noEvent("");
}

const noEvent = (fault: string): PluginError =>
	new PluginError(
		"api-error",
		`the API server sends a watch event that is none${fault}`,
	);

/** The error of an ERROR event, which carries a Status, as the body of a refusal does. */
function eventError(
	object: object,
	cluster: Cluster,
	path: string,
): PluginError {
	return statusError(
		{ cluster, subject: subjectOf(path, "watch"), presented: [] },
		{ status: statusOf(object).code ?? 500, body: JSON.stringify(object) },
	);
}
