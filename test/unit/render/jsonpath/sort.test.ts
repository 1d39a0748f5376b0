import { expect, test } from "vitest";
import { parseSortKey, sortBy } from "../../../../src/render/jsonpath/sort.ts";

const PODS = [
	{ name: "web-10", restarts: 2, node: "b", checks: [{ latencyMs: 9.5 }] },
	{ name: "web-9", restarts: 10, node: null, checks: [{ latencyMs: 10 }] },
	{ name: "web-1", restarts: 2, node: "a", checks: [{ latencyMs: null }] },
];

test.each([
	[".name", ["web-1", "web-9", "web-10"]],
	["name", ["web-1", "web-9", "web-10"]],
	["{.name}", ["web-1", "web-9", "web-10"]],
	[".restarts", ["web-10", "web-1", "web-9"]],
	[".node", ["web-9", "web-1", "web-10"]],
	[".checks[0].latencyMs", ["web-1", "web-10", "web-9"]],
])("by %s", (path, names) => {
	const sorted = sortBy(PODS, parseSortKey(path));
	expect(sorted?.map(({ name }) => name)).toEqual(names);
});

test("numbers stand by size, also below zero, with a fraction and beside text", () => {
	const sorted = (values: readonly unknown[]) =>
		sortBy(
			values.map((value) => ({ value })),
			parseSortKey(".value"),
		)?.map(({ value }) => value);
	expect(sorted([1.5, 1.25, -1, -2, 10])).toEqual([-2, -1, 1.25, 1.5, 10]);
	expect(sorted(["10", 5])).toEqual([5, "10"]);
});

test.each(["", "{}", "{.a}{.b}", ".a[", "a{b"])('"%s" is no path', (path) => {
	expect(() => parseSortKey(path)).toThrow(/^--sort-by: /);
});

test("by a field that nothing has there is no order", () => {
	expect(sortBy(PODS, parseSortKey(".nmae"))).toBeUndefined();
	expect(sortBy([], parseSortKey(".nmae"))).toEqual([]);
});
