import { describe, expect, test } from "vitest";
import { breakLines } from "../../../../../src/commands/call/live/break-lines.ts";
import {
	aroundMatch,
	highlight,
} from "../../../../../src/commands/call/live/highlight.ts";
import { searchPattern } from "../../../../../src/commands/call/live/search.ts";

test.each([
	["abc", 3, ["abc"]],
	["abcd", 3, ["abc", "d"]],
	["", 3, [""]],
	["a\n\nb", 3, ["a", "", "b"]],
	["日本語", 5, ["日本", "語"]],
	["日", 1, ["日"]],
	["e\u0301e\u0301", 1, ["e\u0301", "e\u0301"]],
	["ab", 0, ["a", "b"]],
])("%j in %i columns is %j", (text, columns, lines) => {
	expect(breakLines(text, columns)).toEqual(lines);
});

test("a text without end is cut, and says so", () => {
	const lines = breakLines("x".repeat(2 ** 20 + 5), 1_000);
	expect(lines.at(-1)).toBe("… and 5 characters more");
});

describe("a match", () => {
	test.each([
		["aXbx", "x", ["a", "*X", "b", "*x"]],
		["a.b", ".", ["a", "*.", "b"]],
		["ab", "", ["ab"]],
		["ab", "c", ["ab"]],
		["", "c", []],
	])("in %j of %j is marked: %j", (text, searched, pieces) => {
		const spans = highlight(text, searchPattern(searched));
		expect(
			spans.map(({ text, tone }) => (tone === "warn" ? `*${text}` : text)),
		).toEqual(pieces);
	});

	test("far into a line is moved into it", () => {
		const text = `${"a".repeat(500)}needle`;
		const line = aroundMatch(text, searchPattern("NEEDLE"), 40);
		expect(line).toBe(`…${"a".repeat(12)}needle`);
		expect(aroundMatch(text, searchPattern("aaa"), 40)).toMatch(/^a{160}$/);
		expect(aroundMatch(text, undefined, 40)).toHaveLength(160);
	});
});
