import type { ResourceName } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/metadata.ts";

/** One write: `object` as it is after it, or for DELETED as it last was, with the deletion's own resourceVersion. */
export type Change = {
	readonly type: "ADDED" | "MODIFIED" | "DELETED";
	readonly resource: ResourceName;
	readonly object: KubeObject;
	/** The object before the write, for selectors that a change moves it in or out of. */
	readonly previous: KubeObject | undefined;
	readonly revision: number;
};

/** The bounded memory of past writes that lets watches resume and pages of a list agree with each other. */
export type History = {
	add(change: Change): void;
	/** Changes after `revision`, oldest first; undefined when some of them are forgotten. */
	since(revision: number): readonly Change[] | undefined;
	/** Forgets everything up to now, as etcd's compaction does. */
	compact(): void;
	/** Revisions below this one are forgotten. */
	oldest(): number;
};

/** Remembers `limit` changes. */
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
			// Half at a time: dropping one by one would copy the array at every write.
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
