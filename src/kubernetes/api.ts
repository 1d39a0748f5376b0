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
	/** `lost`: it takes up what was watched in another way, so trouble at its start is that of a watch under way. Default: `none`. */
	readonly before?: "none" | "lost";
};

/** Whole objects, or of each only its metadata, which is all that a list of names takes. */
export type ObjectForm = "object" | "metadata";

/**
 * One event of a watch. `synced` closes the initial list, and each further one: after `interrupted` it says that all differences
 * have been told and changes come again.
 */
export type WatchEvent<T> =
	| { readonly type: "added" | "modified" | "deleted"; readonly object: T }
	| { readonly type: "synced" }
	| {
			readonly type: "interrupted";
			readonly error: Error;
			readonly retryInMs: number;
	  };

/** Gives what is wanted of an object that the API server sent. @throws ShapeError where that is not of the type it must be */
export type ObjectReader<T> = (object: Field) => T;

/** The JSON API of one cluster. What comes is read at once: what is of another type than Kubernetes has it is `api-error`, with its place. */
export type ApiClient = {
	/** GET one object. @throws PluginError `not-found`, `forbidden`, `unauthorized`, `throttled`, `api-error`, `api-unreachable` … */
	get<T>(
		path: string,
		read: ObjectReader<T>,
		options?: RequestOptions,
	): Promise<T>;
	/** GET a list, page by page (limit 500), all items in one array; a 410 in mid-list starts over. */
	list<T>(
		path: string,
		read: ObjectReader<T>,
		options?: RequestOptions,
	): Promise<readonly T[]>;
	/**
	 * Lists, then watches, forever: `added` for each object of the list, `synced`, then changes as they come, with bookmarks.
	 * A lost connection yields `interrupted` and is retried with growing pauses; after a 410 or a reconnect the difference
	 * to what had been yielded before comes as added/modified/deleted. Ends when `signal` aborts.
	 * @throws PluginError for what retrying cannot heal (`forbidden`, `unauthorized`, `not-found`), and for any trouble before the
	 * first `synced` where there was no watch before
	 */
	watch<T>(
		path: string,
		read: ObjectReader<T>,
		options: WatchRequestOptions,
	): AsyncGenerator<WatchEvent<T>>;
};

/**
 * The API of one cluster over its keep-alive agent. GETs are retried after 429, 5xx and broken connections with growing pauses, and
 * sent once more with renewed credentials after a 401. One answer may be 128 MiB after decompression, one watch event 16 MiB.
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
