import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bad, columnsOf, plainText } from "../../../src/render/span.ts";
import { wrap } from "../../../src/render/wrap.ts";

const lines = (text: string, columns: number) =>
	wrap(text, columns).map(plainText);

describe("wrap", () => {
	it.each([
		["one two three", 20, ["one two three"]],
		["one two three", 7, ["one two", "three"]],
		["one  two   three", 8, ["one two", "three"]],
		[
			"one user-service-7f98d6c569-hsc2s two",
			10,
			["one", "user-service-7f98d6c569-hsc2s", "two"],
		],
		["漢字 漢字", 4, ["漢字", "漢字"]],
		["", 5, [""]],
	])("%j in %i columns", (text, columns, expected) => {
		expect(lines(text, columns)).toEqual(expected);
	});

	it("keeps tones, and words that change tone inside", () => {
		expect(wrap([bad("a b"), "c d"], 3)).toEqual([
			[{ text: "a", tone: "bad" }],
			[{ text: "b", tone: "bad" }, { text: "c" }],
			[{ text: "d" }],
		]);
		expect(wrap(bad("aa bb cc"), 5)).toEqual([
			[
				{ text: "aa", tone: "bad" },
				{ text: " ", tone: "bad" },
				{ text: "bb", tone: "bad" },
			],
			[{ text: "cc", tone: "bad" }],
		]);
	});

	it("loses no word and overruns with single words only", () => {
		const word = fc.stringMatching(/^[a-z漢-]{1,12}$/);
		fc.assert(
			fc.property(
				fc.array(word),
				fc.integer({ min: 1, max: 30 }),
				(words, columns) => {
					const wrapped = lines(words.join(" "), columns);
					expect(wrapped.join(" ")).toBe(words.join(" "));
					for (const line of wrapped)
						expect(columnsOf(line) <= columns || !line.includes(" ")).toBe(
							true,
						);
				},
			),
		);
	});
});
