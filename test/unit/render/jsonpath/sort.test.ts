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
	expect(sorted.map(({ name }) => name)).toEqual(names);
});

test.each(["", "{}", "{.a}{.b}", ".a[", "a{b"])('"%s" is no path', (path) => {
	expect(() => parseSortKey(path)).toThrow(/^--sort-by: /);
});

test("a field that nothing has is told", () => {
	expect(() => sortBy(PODS, parseSortKey(".nmae"))).toThrow(
		"--sort-by: none of the objects has {.nmae}",
	);
	expect(sortBy([], parseSortKey(".nmae"))).toEqual([]);
});
