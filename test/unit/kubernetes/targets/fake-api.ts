import { isDeepStrictEqual } from "node:util";
import { PluginError } from "../../../../src/errors.ts";
import type {
	ApiClient,
	ObjectReader,
	RequestOptions,
	WatchEvent,
	WatchRequestOptions,
} from "../../../../src/kubernetes/api.ts";
import { fieldOf } from "../../../../src/kubernetes/field.ts";
import type { ObjectMeta } from "../../../../src/kubernetes/objects/metadata.ts";
import { fieldsMatch, labelsMatch } from "./selectors.ts";

/** Any object of the cluster, with the fields that the fake reads. */
export type FakeObject = {
	readonly apiVersion?: string;
	readonly kind?: string;
	readonly metadata?:
		| Pick<ObjectMeta, "name" | "namespace" | "labels">
		| undefined;
};

type Watcher = (object: FakeObject, fate: "there" | "gone") => void;

/** An API server made of plain objects. It applies selectors, records each request, and sends changes to its watches. */
export type FakeApi = ApiClient & {
	/** In order: `get /api/v1/…`, `list /api/v1/…?labelSelector=…`, and `watch anew …` for a watch that continues another. */
	readonly requests: readonly string[];
	/** Creates or replaces an object, as a controller would. */
	readonly apply: (object: FakeObject) => void;
	readonly remove: (object: FakeObject) => void;
	/** Resolves once no watch is open, with how many there were. */
	readonly watchesClosed: () => Promise<number>;
	/** Makes all watches report an interruption. */
	readonly interrupt: (error: Error) => void;
	/** Ends the interruption of the watches with these selectors. */
	readonly heal: (selectors: RequestOptions["query"]) => void;
};

const PLURALS: Readonly<Record<string, string>> = { Endpoints: "endpoints" };

const pluralOf = (kind: string): string =>
	PLURALS[kind] ?? `${kind.toLowerCase()}s`;

function pathOf({ apiVersion = "v1", kind = "Pod", metadata }: FakeObject) {
	const root = apiVersion.includes("/") ? "/apis" : "/api";
	const { namespace } = metadata ?? {};
	const within = namespace === undefined ? "" : `/namespaces/${namespace}`;
	const collection = `${root}/${apiVersion}${within}/${pluralOf(kind)}`;
	return { collection, object: `${collection}/${metadata?.name}` };
}

const isIn = (object: FakeObject, path: string): boolean => {
	const { collection } = pathOf(object);
	return (
		collection === path ||
		collection.replace(/\/namespaces\/[^/]+/, "") === path
	);
};

function isAsked(
	object: FakeObject,
	path: string,
	{ query = {} }: RequestOptions,
): boolean {
	const { labelSelector, fieldSelector } = query;
	return (
		isIn(object, path) &&
		labelsMatch(String(labelSelector ?? ""), object.metadata?.labels ?? {}) &&
		fieldsMatch(String(fieldSelector ?? ""), object)
	);
}

/**
 * Starts with these objects. Every request for a path in `refused`, or for `watch anew PATH`, fails with its error while the
 * entry is there.
 */
export function fakeApi(
	objects: readonly FakeObject[],
	refused: Readonly<Record<string, PluginError>> = {},
): FakeApi {
	const store = new Map(
		objects.map((object) => [pathOf(object).object, object]),
	);
	const requests: string[] = [];
	const watchers = new Set<Watcher>();
	const interruptions = new Set<(error: Error) => void>();
	const healings = new Set<(selectors: RequestOptions["query"]) => void>();
	const closings: Promise<void>[] = [];

	const begin = (verb: string, path: string, options: RequestOptions = {}) => {
		const query = Object.entries(options.query ?? {})
			.map(([key, value]) => `${key}=${value}`)
			.join("&");
		requests.push(`${verb} ${path}${query === "" ? "" : `?${query}`}`);
		options.signal?.throwIfAborted();
		const refusal = refused[path] ?? refused[`${verb} ${path}`];
		if (refusal !== undefined) throw refusal;
	};

	return {
		requests,
		async get<T>(
			path: string,
			read: ObjectReader<T>,
			options?: RequestOptions,
		) {
			begin("get", path, options);
			const object = store.get(path);
			if (object === undefined)
				throw new PluginError("not-found", `${path} not found`);
			return asRead(object, read);
		},
		async list<T>(
			path: string,
			read: ObjectReader<T>,
			options: RequestOptions = {},
		) {
			begin("list", path, options);
			return [...store.values()]
				.filter((object) => isAsked(object, path, options))
				.map((object) => asRead(object, read));
		},
		async *watch<T>(
			path: string,
			read: ObjectReader<T>,
			options: WatchRequestOptions,
		) {
			begin(options.before === "lost" ? "watch anew" : "watch", path, options);
			const queue: WatchEvent<T>[] = [];
			const known = new Set<string>();
			let wake = () => {};
			const push = (event: WatchEvent<T>) => {
				queue.push(event);
				wake();
			};
			const watcher: Watcher = (object, fate) => {
				const key = pathOf(object).object;
				const was = known.has(key);
				const is = fate === "there" && isAsked(object, path, options);
				if (is) known.add(key);
				else known.delete(key);
				if (!is && !was) return;
				const type = !is ? "deleted" : was ? "modified" : "added";
				push({ type, object: asRead(object, read) });
			};
			for (const object of store.values()) watcher(object, "there");
			push({ type: "synced" });
			const interruption = (error: Error) =>
				push({ type: "interrupted", error, retryInMs: 500 });
			const healing = (selectors: RequestOptions["query"]) => {
				if (isDeepStrictEqual(selectors, options.query))
					push({ type: "synced" });
			};
			const { promise, resolve: close } = Promise.withResolvers<void>();
			closings.push(promise);
			watchers.add(watcher);
			interruptions.add(interruption);
			healings.add(healing);
			options.signal.addEventListener("abort", () => wake());
			try {
				while (!options.signal.aborted) {
					const event = queue.shift();
					if (event !== undefined) yield event;
					else
						await new Promise<void>((resolve) => {
							wake = resolve;
						});
				}
			} finally {
				watchers.delete(watcher);
				interruptions.delete(interruption);
				healings.delete(healing);
				close();
			}
		},
		apply: (object) => {
			store.set(pathOf(object).object, object);
			for (const watcher of watchers) watcher(object, "there");
		},
		remove: (object) => {
			store.delete(pathOf(object).object);
			for (const watcher of watchers) watcher(object, "gone");
		},
		watchesClosed: async () => (await Promise.all(closings)).length,
		interrupt: (error) => {
			for (const interruption of interruptions) interruption(error);
		},
		heal: (selectors) => {
			for (const healing of healings) healing(selectors);
		},
	};
}

/** Returns an object as it is read from the wire: no Dates, no undefined, and nothing shared with the store. */
export const asRead = <T>(object: unknown, read: ObjectReader<T>): T =>
	read(fieldOf(JSON.parse(JSON.stringify(object))));
