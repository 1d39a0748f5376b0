import { expect, test } from "vitest";
import { compareOnce } from "../../../../src/commands/diff/compare-groups.ts";
import type { SchemaGroup } from "../../../../src/commands/diff/groups.ts";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { comparableOf } from "../../../../src/schema/compare/comparable.ts";
import { declaredTypes } from "../../../../src/schema/compare/types-of.ts";
import { registryOfFiles } from "../../../../src/schema/link/layered-registry.ts";
import { runAtOnce } from "../../../../src/schema/link/steps.ts";

function groups() {
	const registry = registryOfFiles([file_user]);
	const empty = { letter: "A", digest: "", services: [], holders: [] };
	const all: SchemaGroup = {
		...empty,
		comparable: comparableOf({
			types: declaredTypes(registry),
			undescribed: new Set(),
			registry,
		}),
	};
	const none: SchemaGroup = {
		...empty,
		comparable: comparableOf({
			types: new Map(),
			undescribed: new Set(),
			registry: registryOfFiles([]),
		}),
	};
	return { all, none };
}

test("others have their turn between any two types that differ", () => {
	const { all, none } = groups();
	const steps = compareOnce()(all, none);
	let turns = 0;
	for (; steps.next().done !== true; turns += 1);
	expect(turns).toBe(all.comparable.types.size);
});

test("two groups are compared once a direction, by whoever asks", () => {
	const { all, none } = groups();
	const steps = compareOnce();
	const compare = (before: SchemaGroup, after: SchemaGroup) =>
		runAtOnce(steps(before, after));
	expect(compare(all, none)).toBe(compare(all, none));
	expect(new Set(compare(all, none).map(({ change }) => change))).toEqual(
		new Set(["removed"]),
	);
	expect(new Set(compare(none, all).map(({ change }) => change))).toEqual(
		new Set(["added"]),
	);
});
