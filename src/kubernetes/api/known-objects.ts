import type { ObjectReader } from "../api.ts";

/** An object that a watch has told of, and what tells it from others and from what it was. */
export type Told<T> = {
	readonly identity: string;
	/** Its resourceVersion. */
	readonly version: string | undefined;
	readonly object: T;
};

/** What a watch has told of, by identity. */
export type KnownObjects<T> = Map<string, Told<T>>;

/** A difference to what had been told. */
export type Change<T> = {
	readonly type: "added" | "modified" | "deleted";
	readonly object: T;
};

/** Reads an object as a watch tells of it. */
export const toldBy =
	<T>(read: ObjectReader<T>): ObjectReader<Told<T>> =>
	(object) => {
		const metadata = object.record("metadata");
		// Names are used again, and then the uid is another.
		const identity = ["namespace", "name", "uid"].map((key) =>
			metadata.text(key),
		);
		return {
			identity: identity.join("/"),
			version: metadata.text("resourceVersion"),
			object: read(object),
		};
	};

/** Takes a whole list as the new truth, and gives what is different: first what is gone, then what came or changed. */
export function applyList<T>(
	known: KnownObjects<T>,
	items: readonly Told<T>[],
): readonly Change<T>[] {
	const listed = new Map(items.map((item) => [item.identity, item]));
	const changes: Change<T>[] = [];
	for (const [identity, { object }] of known)
		if (!listed.has(identity)) {
			known.delete(identity);
			changes.push({ type: "deleted", object });
		}
	for (const item of listed.values()) {
		const change = applyChange(known, item);
		if (change !== undefined) changes.push(change);
	}
	return changes;
}

/** Takes one object as it is now; undefined when it was known just so. */
export function applyChange<T>(
	known: KnownObjects<T>,
	told: Told<T>,
): Change<T> | undefined {
	const { identity, version, object } = told;
	const before = known.get(identity);
	known.set(identity, told);
	if (before === undefined) return { type: "added", object };
	const isSame = version !== undefined && version === before.version;
	return isSame ? undefined : { type: "modified", object };
}

/** Takes an object's end, with its last state; undefined when it was not known. */
export function applyDeletion<T>(
	known: KnownObjects<T>,
	{ identity, object }: Told<T>,
): Change<T> | undefined {
	return known.delete(identity) ? { type: "deleted", object } : undefined;
}
