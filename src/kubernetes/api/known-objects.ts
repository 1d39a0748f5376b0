import { isObject, textAt } from "./json-value.ts";

/** The objects that a watch has told of, by identity. */
export type KnownObjects = Map<string, object>;

/** A difference to what had been told. */
export type Change = {
	readonly type: "added" | "modified" | "deleted";
	readonly object: object;
};

/** Takes a whole list as the new truth, and gives what is different: first what is gone, then what came or changed. */
export function applyList(
	known: KnownObjects,
	items: readonly unknown[],
): readonly Change[] {
	const listed = new Map(
		items.filter(isObject).map((item) => [identityOf(item), item]),
	);
	const changes: Change[] = [];
	for (const [identity, object] of known)
		if (!listed.has(identity)) {
			known.delete(identity);
			changes.push({ type: "deleted", object });
		}
	for (const object of listed.values()) {
		const change = applyChange(known, object);
		if (change !== undefined) changes.push(change);
	}
	return changes;
}

/** Takes one object as it is now; undefined when it was known just so. */
export function applyChange(
	known: KnownObjects,
	object: object,
): Change | undefined {
	const identity = identityOf(object);
	const before = known.get(identity);
	known.set(identity, object);
	if (before === undefined) return { type: "added", object };
	const version = versionOf(object);
	const isSame = version !== undefined && version === versionOf(before);
	return isSame ? undefined : { type: "modified", object };
}

/** Takes an object's end, with its last state; undefined when it was not known. */
export function applyDeletion(
	known: KnownObjects,
	object: object,
): Change | undefined {
	return known.delete(identityOf(object))
		? { type: "deleted", object }
		: undefined;
}

/** The resourceVersion of an object. */
export function versionOf(object: unknown): string | undefined {
	return textAt(object, "metadata", "resourceVersion");
}

/** The uid, since names are used again. */
function identityOf(object: object): string {
	return (
		textAt(object, "metadata", "uid") ??
		`${textAt(object, "metadata", "namespace")}/${textAt(object, "metadata", "name")}`
	);
}
