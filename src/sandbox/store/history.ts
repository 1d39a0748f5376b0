import type { ResourceName } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/metadata.ts";

/** One write. `object` is the object after it. For DELETED it is the last version, with the deletion's resourceVersion. */
export type Change = {
	readonly type: "ADDED" | "MODIFIED" | "DELETED";
	readonly resource: ResourceName;
	readonly object: KubeObject;
	/** The object before the write, to see whether the change moves it into or out of a selection. */
	readonly previous: KubeObject | undefined;
	readonly revision: number;
};

/** The latest writes. With them watches can resume, and all pages of a list show the same revision. */
export type History = {
	add(change: Change): void;
	/** Returns the changes after `revision`, oldest first; undefined when some of them are no longer stored. */
	since(revision: number): readonly Change[] | undefined;
	/** Drops all stored changes, as a compaction of etcd does. */
	compact(): void;
	/** Returns the lowest revision that a watch can resume from. */
	oldest(): number;
};

/** Creates a history of at most `limit` changes. */
export function createHistory(limit: number): History {
	let changes: Change[] = [];
	let forgotten = 0;
	const forget = (count: number) => {
		forgotten = changes[count - 1]?.revision ?? forgotten;
		changes = changes.slice(count);
	};
	return {
		add: (change) => {
			changes.push(change);
			// Drops half of the changes at a time, because each time copies the array.
			if (changes.length > limit) forget(Math.ceil(limit / 2));
		},
		since: (revision) =>
			revision < forgotten
				? undefined
				: changes.filter((change) => change.revision > revision),
		compact: () => forget(changes.length),
		oldest: () => forgotten,
	};
}
