import { expect, test } from "vitest";
import { parseForeignJson } from "../../../../src/kubernetes/api/json-value.ts";

const MANY = 8 * 1024 * 1024;

test.each([
	["objects", `[${"{},".repeat(MANY)}{}]`],
	["depth", "[".repeat(MANY + 1)],
	["numbers", `[${"1,".repeat(MANY)}1]`],
])("more than can be held is refused before it is parsed: %s", (_, text) => {
	expect(() => parseForeignJson(text)).toThrow("more values than can be held");
});

test("a long text with few values is parsed", () => {
	const text = "x".repeat(2 * MANY);
	expect(parseForeignJson(JSON.stringify({ text }))).toEqual({ text });
});
