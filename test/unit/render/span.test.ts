import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	bad,
	columnsOf,
	cutTo,
	dim,
	good,
	padTo,
	plainText,
	spansOf,
	trimEnd,
} from "../../../src/render/span.ts";
import { paint } from "../../../src/render/style.ts";

describe("spans", () => {
	it("flattens and escapes", () => {
		expect(spansOf(["a", [good("b\x1b"), "c"]])).toEqual([
			{ text: "a" },
			{ text: "b\\x1b", tone: "good" },
			{ text: "c" },
		]);
	});

	it.each([
		["abc", 3],
		["漢字", 4],
		["🙂", 2],
		["e\u0301", 1],
		["\x1b", 4],
		[[good("ab"), "c"], 3],
	])("%j takes %i columns", (text, columns) => {
		expect(columnsOf(text)).toBe(columns);
	});

	it.each([
		["abcdef", 6, "abcdef"],
		["abcdef", 4, "abc…"],
		["漢字漢", 4, "漢…"],
		["漢字漢", 5, "漢字…"],
		["abc", 1, "…"],
		["abc", 0, ""],
		["", 0, ""],
	])("%j cut to %i columns is %j", (text, columns, cut) => {
		expect(plainText(cutTo(text, columns))).toBe(cut);
	});

	it("keeps tones when it cuts", () => {
		expect(cutTo([bad("abc"), "def"], 5)).toEqual([
			{ text: "abc", tone: "bad" },
			{ text: "d" },
			{ text: "…" },
		]);
	});

	it("never gives more columns than asked for", () => {
		fc.assert(
			fc.property(
				fc.array(fc.string({ unit: "grapheme" })),
				fc.nat(20),
				(parts, columns) => {
					expect(columnsOf(cutTo(parts, columns))).toBeLessThanOrEqual(columns);
				},
			),
		);
	});

	it("pads on either side", () => {
		expect(plainText(padTo(good("漢"), 4))).toBe("漢  ");
		expect(plainText(padTo("12", 4, "right"))).toBe("  12");
		expect(plainText(padTo("12345", 4))).toBe("12345");
	});

	it("trims what is only padding", () => {
		expect(trimEnd(["a ", good("b  "), "  "])).toEqual([
			{ text: "a " },
			{ text: "b", tone: "good" },
		]);
		expect(trimEnd(["  ", ""])).toEqual([]);
	});
});

describe("paint", () => {
	it("colours tones only, and only where asked to", () => {
		const line = ["a ", good("b"), " ", dim("c"), good("")];
		expect(paint(line, "colour")).toBe("a \x1b[32mb\x1b[39m \x1b[2mc\x1b[22m");
		expect(paint(line, "plain")).toBe("a b c");
	});
});
