import type { ObjectReader } from "../api.ts";

/** An object that a watch has reported, with its identity and its version. */
export type ReportedObject<T> = {
	readonly identity: string;
	/** Its resourceVersion. */
	readonly version: string | undefined;
	readonly object: T;
};

/** The objects that a watch has reported, by identity. */
export type KnownObjects<T> = Map<string, ReportedObject<T>>;

/** A difference from the reported objects. */
export type Change<T> = {
	readonly type: "added" | "modified" | "deleted";
	readonly object: T;
};

/** Wraps a reader so that it also returns the object's identity and version. */
export const readReported =
	<T>(read: ObjectReader<T>): ObjectReader<ReportedObject<T>> =>
	(object) => {
		const metadata = object.record("metadata");
		// A name can be used again by another object, whose uid differs.
		const identity = ["namespace", "name", "uid"].map((key) =>
			metadata.text(key),
		);
		return {
			identity: identity.join("/"),
			version: metadata.text("resourceVersion"),
			object: read(object),
		};
	};

/** Replaces the known objects by a whole list. Returns the differences: first deleted objects, then added and modified ones. */
export function applyList<T>(
	known: KnownObjects<T>,
	items: readonly ReportedObject<T>[],
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

/** Records the current state of one object. Returns undefined when that state was known. */
export function applyChange<T>(
	known: KnownObjects<T>,
	reported: ReportedObject<T>,
): Change<T> | undefined {
	const { identity, version, object } = reported;
	const before = known.get(identity);
	known.set(identity, reported);
	if (before === undefined) return { type: "added", object };
	const isSame = version !== undefined && version === before.version;
	return isSame ? undefined : { type: "modified", object };
}

/** Records the deletion of an object, with its last state. Returns undefined when it was not known. */
export function applyDeletion<T>(
	known: KnownObjects<T>,
	{ identity, object }: ReportedObject<T>,
): Change<T> | undefined {
	return known.delete(identity) ? { type: "deleted", object } : undefined;
}
