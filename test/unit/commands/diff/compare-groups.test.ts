import { expect, test } from "vitest";
import { compareOnce } from "../../../../src/commands/diff/compare-groups.ts";
import type { SchemaGroup } from "../../../../src/commands/diff/groups.ts";
import { file_user } from "../../../../src/sandbox/pod/gen/user_pb.ts";
import { comparableOf } from "../../../../src/schema/compare/comparable.ts";
import { declaredTypes } from "../../../../src/schema/compare/types-of.ts";
import { registryOfFiles } from "../../../../src/schema/link/layered-registry.ts";

test("two groups are compared once a direction, by whoever asks", () => {
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
	const compare = compareOnce();
	expect(compare(all, none)).toBe(compare(all, none));
	expect(new Set(compare(all, none).map(({ change }) => change))).toEqual(
		new Set(["removed"]),
	);
	expect(new Set(compare(none, all).map(({ change }) => change))).toEqual(
		new Set(["added"]),
	);
});
