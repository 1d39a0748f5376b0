import fc from "fast-check";
import { expect, test } from "vitest";
import {
	applyChange,
	applyDeletion,
	applyList,
	type Change,
	type KnownObjects,
} from "../../../../src/kubernetes/api/known-objects.ts";

const pod = (uid: string, resourceVersion: string) => ({
	metadata: { uid, resourceVersion },
});
type Pod = ReturnType<typeof pod>;

const someList = fc.uniqueArray(
	fc
		.tuple(fc.constantFrom(..."abcdef"), fc.constantFrom("1", "2", "3"))
		.map(([uid, version]) => pod(uid, version)),
	{ selector: (each) => each.metadata.uid },
);

/** What someone knows who was told only of the changes. */
function replay(told: Map<string, Pod>, changes: readonly Change[]): void {
	for (const { type, object } of changes) {
		const { uid } = (object as Pod).metadata;
		expect(told.has(uid)).toBe(type !== "added");
		if (type === "deleted") told.delete(uid);
		else told.set(uid, object as Pod);
	}
}

test("the changes between lists lead from one to the other, and say nothing twice", () => {
	fc.assert(
		fc.property(fc.array(someList), (lists) => {
			const known: KnownObjects = new Map();
			const told = new Map<string, Pod>();
			for (const list of lists) {
				replay(told, applyList(known, list));
				const sorted = (pods: Iterable<Pod>) =>
					[...pods].sort((a, b) =>
						a.metadata.uid.localeCompare(b.metadata.uid),
					);
				expect(sorted(told.values())).toEqual(sorted(list));
				expect(applyList(known, list)).toEqual([]);
			}
		}),
	);
});

test("a pod that was replaced under its name is deleted, then added", () => {
	const known: KnownObjects = new Map();
	applyList(known, [pod("old", "1")]);
	expect(applyList(known, [pod("new", "1")])).toEqual([
		{ type: "deleted", object: pod("old", "1") },
		{ type: "added", object: pod("new", "1") },
	]);
});

test("an event of a known object modifies it, unless it is known just so", () => {
	const known: KnownObjects = new Map();
	expect(applyChange(known, pod("a", "1"))?.type).toBe("added");
	expect(applyChange(known, pod("a", "1"))).toBeUndefined();
	expect(applyChange(known, pod("a", "2"))?.type).toBe("modified");
	expect(applyDeletion(known, pod("a", "3"))?.type).toBe("deleted");
	expect(applyDeletion(known, pod("a", "3"))).toBeUndefined();
});

test("what is no object is passed over", () => {
	expect(applyList(new Map(), [null, 7, "x", { metadata: null }])).toHaveLength(
		1,
	);
});
