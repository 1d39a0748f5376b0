import fc from "fast-check";
import { expect, test } from "vitest";
import { pasteEnder } from "../../../../src/render/ink/unfinished-paste.ts";

/** Returns the input that is passed on for these pieces. */
const passedOn = (...pieces: readonly string[]) =>
	pieces.map(pasteEnder()).join("");

test.each([
	["a Ctrl-C that is typed", ["a\x03"], "a\x03"],
	[
		"one in a paste without an end",
		["\x1b[200~ab", "\x03"],
		"\x1b[200~ab\x1b[201~\x03",
	],
	[
		"one in a paste whose mark comes in two pieces",
		["\x1b[20", "0~ab\x03"],
		"\x1b[200~ab\x1b[201~\x03",
	],
	[
		"one after the end of a paste",
		["\x1b[200~ab\x1b[201~", "\x03"],
		"\x1b[200~ab\x1b[201~\x03",
	],
	["two of them", ["\x1b[200~a\x03", "\x03"], "\x1b[200~a\x1b[201~\x03\x03"],
])("%s", (_, pieces, expected) => {
	expect(passedOn(...pieces)).toBe(expected);
});

test("input without a Ctrl-C is passed on as it comes", () => {
	const piece = fc.oneof(
		fc.constantFrom("\x1b[200~", "\x1b[201~", "\x1b[20", "0~", "1~", "q"),
		fc.string().map((text) => text.replaceAll("\x03", "")),
	);
	fc.assert(
		fc.property(fc.array(piece), (pieces) => {
			expect(passedOn(...pieces)).toBe(pieces.join(""));
		}),
	);
});
