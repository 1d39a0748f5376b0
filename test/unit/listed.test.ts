import { expect, test } from "vitest";
import { listed } from "../../src/listed.ts";

test.each([
	[[], ""],
	[["a"], "a"],
	[["a", "b"], "a and b"],
	[["a", "b", "c"], "a, b and c"],
	[["a", "b", "c", "d", "e", "f"], "a, b, c, d and 2 more"],
])("%j is %j", (names, text) => {
	expect(listed(names)).toBe(text);
});
