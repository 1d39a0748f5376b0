import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	jsonPatch,
	PatchError,
} from "../../../../src/sandbox/patch/json-patch.ts";
import { mergePatch } from "../../../../src/sandbox/patch/merge-patch.ts";
import { strategicMergePatch } from "../../../../src/sandbox/patch/strategic-merge-patch.ts";

describe("jsonPatch", () => {
	// The examples in the appendix of RFC 6902.
	test.each<[string, unknown, unknown[], unknown]>([
		[
			"adds a member",
			{ a: 1 },
			[{ op: "add", path: "/b", value: 2 }],
			{ a: 1, b: 2 },
		],
		[
			"inserts into a list",
			{ a: [1, 3] },
			[{ op: "add", path: "/a/1", value: 2 }],
			{ a: [1, 2, 3] },
		],
		[
			"appends to a list",
			{ a: [1] },
			[{ op: "add", path: "/a/-", value: 2 }],
			{ a: [1, 2] },
		],
		[
			"removes a member",
			{ a: 1, b: 2 },
			[{ op: "remove", path: "/a" }],
			{ b: 2 },
		],
		[
			"removes from a list",
			{ a: [1, 2, 3] },
			[{ op: "remove", path: "/a/1" }],
			{ a: [1, 3] },
		],
		[
			"replaces",
			{ a: { b: 1 } },
			[{ op: "replace", path: "/a/b", value: 2 }],
			{ a: { b: 2 } },
		],
		[
			"moves",
			{ a: { b: 1 }, c: {} },
			[{ op: "move", from: "/a/b", path: "/c/b" }],
			{ a: {}, c: { b: 1 } },
		],
		[
			"copies",
			{ a: [1] },
			[{ op: "copy", from: "/a", path: "/b" }],
			{ a: [1], b: [1] },
		],
		["tests", { a: [1] }, [{ op: "test", path: "/a", value: [1] }], { a: [1] }],
		[
			"unescapes paths",
			{ "a/b": 1, "m~n": 2 },
			[
				{ op: "remove", path: "/a~1b" },
				{ op: "remove", path: "/m~0n" },
			],
			{},
		],
	])("%s", (_name, target, patch, result) => {
		expect(jsonPatch(target, patch)).toEqual(result);
	});

	test.each<[string, unknown]>([
		["a path that is not there", [{ op: "remove", path: "/x" }]],
		["replacing what is not there", [{ op: "replace", path: "/x", value: 1 }]],
		["a test that fails", [{ op: "test", path: "/a", value: 2 }]],
		["an unknown operation", [{ op: "melt", path: "/a" }]],
		["what is no list", { op: "remove", path: "/a" }],
	])("refuses %s", (_name, patch) => {
		expect(() => jsonPatch({ a: 1 }, patch)).toThrow(PatchError);
	});

	test("leaves its target as it was", () => {
		const target = { a: [1] };
		jsonPatch(target, [{ op: "add", path: "/a/-", value: 2 }]);
		expect(target).toEqual({ a: [1] });
	});
});

describe("mergePatch", () => {
	// The examples in the appendix of RFC 7386.
	test.each<[unknown, unknown, unknown]>([
		[{ a: "b" }, { a: "c" }, { a: "c" }],
		[{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
		[{ a: "b" }, { a: null }, {}],
		[{ a: ["b"] }, { a: "c" }, { a: "c" }],
		[{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
		[{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
		[
			["a", "b"],
			["c", "d"],
			["c", "d"],
		],
		[{ a: "foo" }, "bar", "bar"],
		[{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
	])("%j with %j", (target, patch, result) => {
		expect(mergePatch(target, patch)).toEqual(result);
	});

	test("a patch without nulls is found in the result", () => {
		const value = fc.letrec((tie) => ({
			any: fc.oneof(
				{ depthSize: "small" },
				fc.integer(),
				fc.string(),
				tie("map"),
			),
			map: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie("any")),
		})).map;
		fc.assert(
			fc.property(value, value, (target, patch) => {
				expect(mergePatch(target, patch)).toMatchObject(Object(patch));
			}),
		);
	});
});

describe("strategicMergePatch", () => {
	const pod = {
		spec: {
			containers: [
				{ name: "app", image: "app:1", env: [{ name: "A", value: "1" }] },
				{ name: "log", image: "log:1" },
			],
		},
		metadata: { labels: { app: "x" }, finalizers: ["one", "two"] },
	};

	test.each<[string, unknown, unknown]>([
		[
			"changes one container by its name",
			{ spec: { containers: [{ name: "app", image: "app:2" }] } },
			{
				spec: {
					containers: [
						{ name: "app", image: "app:2", env: [{ name: "A", value: "1" }] },
						{ name: "log", image: "log:1" },
					],
				},
			},
		],
		[
			"adds a variable beside another",
			{
				spec: {
					containers: [{ name: "app", env: [{ name: "B", value: "2" }] }],
				},
			},
			{
				spec: {
					containers: [
						{
							env: [
								{ name: "A", value: "1" },
								{ name: "B", value: "2" },
							],
						},
						{},
					],
				},
			},
		],
		[
			"deletes an item",
			{ spec: { containers: [{ name: "log", $patch: "delete" }] } },
			{ spec: { containers: [{ name: "app" }] } },
		],
		[
			"replaces a list",
			{ spec: { containers: [{ $patch: "replace" }, { name: "new" }] } },
			{ spec: { containers: [{ name: "new" }] } },
		],
		[
			"replaces an object",
			{ metadata: { $patch: "replace", name: "y" } },
			{ metadata: { name: "y" } },
		],
		[
			"deletes from a set of values",
			{ metadata: { "$deleteFromPrimitiveList/finalizers": ["one"] } },
			{ metadata: { finalizers: ["two"] } },
		],
		[
			"adds to a set of values",
			{ metadata: { finalizers: ["two", "three"] } },
			{ metadata: { finalizers: ["one", "two", "three"] } },
		],
		[
			"removes a label",
			{ metadata: { labels: { app: null } } },
			{ metadata: { labels: {} } },
		],
	])("%s", (_name, patch, part) => {
		expect(strategicMergePatch(pod, patch)).toMatchObject(Object(part));
	});

	test("keeps only the named keys with $retainKeys", () => {
		const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } };
		expect(
			strategicMergePatch(
				{ strategy },
				{ strategy: { $retainKeys: ["type"], type: "Recreate" } },
			),
		).toEqual({ strategy: { type: "Recreate" } });
	});

	test("tells Service ports apart by port, container ports by containerPort", () => {
		expect(
			strategicMergePatch(
				{
					ports: [
						{ port: 80, targetPort: 1 },
						{ port: 81, targetPort: 1 },
					],
				},
				{ ports: [{ port: 80, targetPort: 2 }] },
			),
		).toEqual({
			ports: [
				{ port: 80, targetPort: 2 },
				{ port: 81, targetPort: 1 },
			],
		});
		expect(
			strategicMergePatch(
				{ ports: [{ containerPort: 80, name: "a" }] },
				{ ports: [{ containerPort: 80, name: "b" }] },
			),
		).toEqual({ ports: [{ containerPort: 80, name: "b" }] });
	});
});
