import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	applyChange,
	applyDeletion,
	applyList,
	type Change,
	type KnownObjects,
	type ReportedObject,
	readReported,
} from "../../../../src/kubernetes/api/known-objects.ts";
import { fieldOf } from "../../../../src/kubernetes/field.ts";

type Pod = { readonly uid: string; readonly version: string };

const pod = (uid: string, version: string): ReportedObject<Pod> => ({
	identity: uid,
	version,
	object: { uid, version },
});

const someList = fc.uniqueArray(
	fc
		.tuple(fc.constantFrom(..."abcdef"), fc.constantFrom("1", "2", "3"))
		.map(([uid, version]) => pod(uid, version)),
	{ selector: ({ identity }) => identity },
);

/** Returns the objects that somebody knows who has seen only the changes. */
function replay(told: Map<string, Pod>, changes: readonly Change<Pod>[]): void {
	for (const { type, object } of changes) {
		const { uid } = object;
		expect(told.has(uid)).toBe(type !== "added");
		if (type === "deleted") told.delete(uid);
		else told.set(uid, object);
	}
}

test("the changes between lists lead from one to the other, and say nothing twice", () => {
	fc.assert(
		fc.property(fc.array(someList), (lists) => {
			const known: KnownObjects<Pod> = new Map();
			const told = new Map<string, Pod>();
			for (const list of lists) {
				replay(told, applyList(known, list));
				const sorted = (pods: Iterable<Pod>) =>
					[...pods].sort((a, b) => a.uid.localeCompare(b.uid));
				expect(sorted(told.values())).toEqual(
					sorted(list.map(({ object }) => object)),
				);
				expect(applyList(known, list)).toEqual([]);
			}
		}),
	);
});

test("a pod that was replaced under its name is deleted, then added", () => {
	const known: KnownObjects<Pod> = new Map();
	applyList(known, [pod("old", "1")]);
	expect(applyList(known, [pod("new", "1")])).toEqual([
		{ type: "deleted", object: pod("old", "1").object },
		{ type: "added", object: pod("new", "1").object },
	]);
});

test("an event of a known object modifies it, unless it is known just so", () => {
	const known: KnownObjects<Pod> = new Map();
	expect(applyChange(known, pod("a", "1"))?.type).toBe("added");
	expect(applyChange(known, pod("a", "1"))).toBeUndefined();
	expect(applyChange(known, pod("a", "2"))?.type).toBe("modified");
	expect(applyDeletion(known, pod("a", "3"))?.type).toBe("deleted");
	expect(applyDeletion(known, pod("a", "3"))).toBeUndefined();
});

describe("an object is told from others", () => {
	const read = readReported((object) => object.path);
	const identityOf = (metadata: object) => read(fieldOf({ metadata })).identity;

	test.each([
		["namespace", { namespace: "a", name: "x", uid: "1" }],
		["name", { namespace: "b", name: "y", uid: "1" }],
		["uid", { namespace: "b", name: "x", uid: "2" }],
	])("by its %s", (_, metadata) => {
		const other = { namespace: "b", name: "x", uid: "1" };
		expect(identityOf(metadata)).not.toBe(identityOf(other));
	});
});
