import { listObjects } from "./api/list-objects.ts";
import { readObject } from "./api/read-object.ts";
import { watchObjects } from "./api/watch-objects.ts";
import type { Cluster } from "./cluster.ts";
import type { Field } from "./field.ts";

/** Query parameters of a request; undefined ones are left out. */
export type Query = Readonly<
	Record<string, string | number | boolean | undefined>
>;

export type RequestOptions = {
	readonly query?: Query;
	readonly signal?: AbortSignal;
	readonly form?: ObjectForm;
};

export type WatchRequestOptions = RequestOptions & {
	readonly signal: AbortSignal;
	/** `lost`: the watch replaces an interrupted one, so errors at its start are handled as in mid-watch. Default: `none`. */
	readonly before?: "none" | "lost";
};

/** Whole objects, or only the metadata of each, which is enough for a list of names. */
export type ObjectForm = "object" | "metadata";

/**
 * One event of a watch. The first `synced` ends the initial list. A `synced` after `interrupted` says that all missed changes have been
 * yielded and the watch goes on.
 */
export type WatchEvent<T> =
	| { readonly type: "added" | "modified" | "deleted"; readonly object: T }
	| { readonly type: "synced" }
	| {
			readonly type: "interrupted";
			readonly error: Error;
			readonly retryInMs: number;
	  };

/** Reads the needed fields of an object from the API server. @throws ShapeError for a field of the wrong type */
export type ObjectReader<T> = (object: Field) => T;

/** The JSON API of one cluster. Objects are decoded on arrival. A field of the wrong type is an `api-error` that names its path. */
export type ApiClient = {
	/** GET one object. @throws PluginError `not-found`, `forbidden`, `unauthorized`, `throttled`, `api-error`, `api-unreachable` … */
	get<T>(
		path: string,
		read: ObjectReader<T>,
		options?: RequestOptions,
	): Promise<T>;
	/** GET a list, page by page (limit 500), with all items in one array. After a 410 in mid-list it starts over. */
	list<T>(
		path: string,
		read: ObjectReader<T>,
		options?: RequestOptions,
	): Promise<readonly T[]>;
	/**
	 * Lists, then watches, forever: `added` for each object of the list, `synced`, then changes as they come, with bookmarks. After a lost
	 * connection it yields `interrupted` and tries again, with growing pauses. After a 410 or a reconnect, it yields the difference from
	 * the reported objects, as added/modified/deleted. Ends when `signal` aborts.
	 * @throws PluginError for what retrying cannot heal (`forbidden`, `unauthorized`, `not-found`), and for any error before the first
	 * `synced` unless `before` is `lost`
	 */
	watch<T>(
		path: string,
		read: ObjectReader<T>,
		options: WatchRequestOptions,
	): AsyncGenerator<WatchEvent<T>>;
};

/**
 * Creates the client of one cluster's API, over its keep-alive agent. It retries GETs after 429, 5xx and broken connections with
 * growing pauses, and once with renewed credentials after a 401. An answer may be 128 MiB after decompression, a watch event 16 MiB.
 */
export function createApiClient(cluster: Cluster): ApiClient {
	return {
		get: async (path, read, options = {}) =>
			(await readObject(cluster, read, readOptions(path, options))).object,
		list: async (path, read, options = {}) =>
			(await listObjects(cluster, read, readOptions(path, options))).items,
		watch: (path, read, options) =>
			watchObjects(cluster, read, {
				...readOptions(path, options),
				before: options.before ?? "none",
			}),
	};
}

function readOptions(
	path: string,
	{ query = {}, signal, form = "object" }: RequestOptions,
) {
	return { path, query, form, signal: signal ?? new AbortController().signal };
}
