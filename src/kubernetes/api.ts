/** Query parameters of a request; undefined ones are left out. */
export type Query = Readonly<
	Record<string, string | number | boolean | undefined>
>;

export type RequestOptions = {
	readonly query?: Query;
	readonly signal?: AbortSignal;
};

/** One event of a watch. `synced` closes the initial list; `relisted` says that a 410 or a lost watch was healed by listing anew. */
export type WatchEvent<T> =
	| { readonly type: "added" | "modified" | "deleted"; readonly object: T }
	| { readonly type: "synced" }
	| {
			readonly type: "interrupted";
			readonly error: Error;
			readonly retryInMs: number;
	  };

/** The raw JSON API of one cluster. Objects come as the server sent them; types are client-node's, by `import type`. */
export type ApiClient = {
	/** GET one object. @throws PluginError `not-found`, `forbidden`, `unauthorized`, `throttled`, `api-error`, `api-unreachable` … */
	get<T>(path: string, options?: RequestOptions): Promise<T>;
	/** GET a list, page by page (limit 500), all items in one array; a 410 in mid-list starts over. */
	list<T>(path: string, options?: RequestOptions): Promise<readonly T[]>;
	/**
	 * Lists, then watches, forever: `added` for each object of the list, `synced`, then changes as they come, with bookmarks.
	 * A lost connection yields `interrupted` and is retried with growing pauses; after a 410 or a reconnect the difference
	 * to what had been yielded before comes as added/modified/deleted. Ends when `signal` aborts.
	 * @throws PluginError for what retrying cannot heal (`forbidden`, `unauthorized`, `not-found`)
	 */
	watch<T>(
		path: string,
		options: RequestOptions & { readonly signal: AbortSignal },
	): AsyncGenerator<WatchEvent<T>>;
};
