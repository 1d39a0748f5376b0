import { isDeepStrictEqual } from "node:util";
import type { Kinds, ResourceName } from "../objects/kinds.ts";
import { type KubeObject, keyOf } from "../objects/metadata.ts";
import { type Change, createHistory, type History } from "./history.ts";
import { createListeners, type Listeners } from "./listeners.ts";
import { emptyTables } from "./tables.ts";

/**
 * The objects by resource and key, with one revision counter for all of them, and the listeners to changes. The rules of the API are in
 * the registry.
 */
export type Store = Pick<History, "since" | "oldest" | "compact"> & {
	/** Returns the number of the last write, which is the resourceVersion of lists. */
	revision(): number;
	get<R extends ResourceName>(
		resource: R,
		name: string,
		namespace?: string,
	): Kinds[R] | undefined;
	/** Returns the objects of one namespace or of all, sorted by namespace and name. */
	list<R extends ResourceName>(
		resource: R,
		namespace?: string,
	): readonly Kinds[R][];
	/** Stores an object and returns it with its new resourceVersion. An unchanged object is not written. */
	put<R extends ResourceName>(resource: R, object: Kinds[R]): Kinds[R];
	remove<R extends ResourceName>(resource: R, object: Kinds[R]): void;
	subscribe: Listeners["subscribe"];
	/** Returns the objects of a resource at a revision; undefined when that is no longer stored. */
	listAt(
		resource: ResourceName,
		revision: number,
	): readonly KubeObject[] | undefined;
};

/** Creates an empty store that keeps `historyLimit` changes. */
export function createStore(options: { readonly historyLimit: number }): Store {
	const tables = emptyTables();
	const history = createHistory(options.historyLimit);
	const listeners = createListeners();
	let revision = 1;
	const commit = <R extends ResourceName>(
		type: Change["type"],
		resource: R,
		object: Kinds[R],
		previous: Kinds[R] | undefined,
	): Kinds[R] => {
		revision++;
		const written = withRevision(object, revision);
		const key = keyOf(object.metadata);
		if (type === "DELETED") tables[resource].delete(key);
		else tables[resource].set(key, written);
		const change = { type, resource, object: written, previous, revision };
		history.add(change);
		listeners.tell(change);
		return written;
	};

	return {
		revision: () => revision,
		get: (resource, name, namespace) =>
			tables[resource].get(keyOf({ name, namespace })),
		list: (resource, namespace) =>
			[...tables[resource].values()]
				.filter(
					({ metadata }) =>
						namespace === undefined || metadata.namespace === namespace,
				)
				.sort(byKey),
		put: (resource, object) => {
			const previous = tables[resource].get(keyOf(object.metadata));
			if (previous && isDeepStrictEqual(previous, object)) return previous;
			const type = previous ? "MODIFIED" : "ADDED";
			return commit(type, resource, object, previous);
		},
		remove: (resource, object) => {
			const previous = tables[resource].get(keyOf(object.metadata));
			if (previous?.metadata.uid !== object.metadata.uid) return;
			commit("DELETED", resource, previous, previous);
		},
		subscribe: listeners.subscribe,
		since: history.since,
		oldest: history.oldest,
		compact: history.compact,
		listAt: (resource, at) => {
			const changes = history.since(at);
			return changes && undo([...tables[resource].values()], resource, changes);
		},
	};
}

function undo(
	now: readonly KubeObject[],
	resource: ResourceName,
	changes: readonly Change[],
): readonly KubeObject[] {
	const objects = new Map(
		now.map((object) => [keyOf(object.metadata), object]),
	);
	for (const change of changes.toReversed()) {
		if (change.resource !== resource) continue;
		const key = keyOf(change.object.metadata);
		if (change.previous) objects.set(key, change.previous);
		else objects.delete(key);
	}
	return [...objects.values()].sort(byKey);
}

function withRevision<T extends KubeObject>(object: T, revision: number): T {
	return {
		...object,
		metadata: { ...object.metadata, resourceVersion: String(revision) },
	};
}

function byKey(a: KubeObject, b: KubeObject): number {
	return keyOf(a.metadata) < keyOf(b.metadata) ? -1 : 1;
}
