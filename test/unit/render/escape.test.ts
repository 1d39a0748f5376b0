import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	escapeBlock,
	escapeJson,
	escapeTerminal,
	hasUnsafe,
} from "../../../src/render/escape.ts";

/** Text with many of the characters that a terminal acts on. */
const hostile = fc.string({
	unit: fc.oneof(
		fc.constantFrom(
			"\x1b",
			"[31m",
			"\r",
			"\n",
			"\t",
			"\x9b",
			"\u202e",
			"\u200d",
		),
		fc.constantFrom("👨", "👩🏽", "❤", "1", "\ufe0f", "\u20e3", "👨‍👩‍👧"),
		fc.constantFrom("\u0301", "\ud800", "\udc00", "\u2028", "\\x1b", "\ufeff"),
		fc.string({ unit: "binary" }),
		fc
			.integer({ min: 0, max: 0xffff })
			.map((code) => String.fromCharCode(code)),
	),
});

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** Replaces emoji, since an emoji may contain joiners. */
const withoutEmoji = (text: string) => text.replace(/\p{RGI_Emoji}/gv, "#");

/** Text in any script, with emoji of one character. */
const harmless = fc.string({
	unit: fc.constantFrom(
		"a",
		" ",
		"é",
		"…",
		"中",
		"ж",
		"👨",
		"😀",
		"\ue000",
		"×",
	),
});

describe("escapeTerminal", () => {
	it.each([
		["plain", "plain"],
		["", ""],
		["\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
		["a\r\nb\tc", "a\\r\\nb\\tc"],
		["\x07\x7f", "\\x07\\x7f"],
		["\x9b31m", "\\x9b31m"],
		["exe\u202egpj", "exe\\u202egpj"],
		["\u2066a\u2069", "\\u2066a\\u2069"],
		["a\u200bb\ufeff", "a\\u200bb\\ufeff"],
		["\u{e0041}", "\\u{e0041}"],
		["\ud800x\udc00", "\\ud800x\\udc00"],
		["a\u2028b", "a\\u2028b"],
		["\u3164", "\\u3164"],
		["é 漢字 🙂 हिन्दी", "é 漢字 🙂 हिन्दी"],
		["e\u0301", "e\u0301"],
		["\u0301", "\\u0301"],
		[
			"a\u0301\u0301\u0301\u0301\u0301\u0301",
			"a\u0301\u0301\u0301\u0301\\u0301\\u0301",
		],
		["\\x1b", "\\x1b"],
		["👨‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️ 1️⃣ 🇩🇪", "👨‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️ 1️⃣ 🇩🇪"],
		["a\u200db", "a\\u200db"],
		["👨\u200d", "👨\\u200d"],
		["👨\u200d👨", "👨\\u200d👨"],
		["👨\u200d\u200d👩", "👨\\u200d\\u200d👩"],
		["a\ufe0f", "a\\ufe0f"],
	])("shows %j as %j", (text, shown) => {
		expect(escapeTerminal(text)).toBe(shown);
	});

	it("leaves nothing that a terminal acts on, and can be repeated", () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const shown = escapeTerminal(text);
				expect(withoutEmoji(shown)).not.toMatch(CONTROL);
				expect(escapeTerminal(shown)).toBe(shown);
			}),
			{ numRuns: 1000 },
		);
	});

	// Because of the control, the writer cannot treat the text as one with nothing to escape.
	it("writes a text alike with and without a control behind it", () => {
		fc.assert(
			fc.property(fc.oneof(hostile, harmless), (text) => {
				expect(escapeTerminal(`${text}\x1b`)).toBe(
					`${escapeTerminal(text)}\\x1b`,
				);
				expect(escapeJson(`${text}\x7f`)).toBe(`${escapeJson(text)}\\u007f`);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe("escapeBlock", () => {
	it("keeps lines, and expands tabs to stops of eight", () => {
		expect(escapeBlock("a\r\n\tb\nxy\tz\x1b")).toBe(
			"a\n        b\nxy      z\\x1b",
		);
	});

	it("leaves no control but the line break", () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const shown = escapeBlock(text);
				expect(withoutEmoji(shown.replaceAll("\n", ""))).not.toMatch(CONTROL);
				expect(escapeBlock(shown)).toBe(shown);
			}),
		);
	});
});

describe("escapeJson", () => {
	it("changes how a value is written, not the value", () => {
		fc.assert(
			fc.property(fc.dictionary(hostile, hostile), (value) => {
				const text = escapeJson(JSON.stringify(value, undefined, 4));
				expect(withoutEmoji(text.replaceAll("\n", ""))).not.toMatch(CONTROL);
				expect(hasUnsafe(text)).toBe(false);
				expect(JSON.parse(text)).toEqual(value);
			}),
		);
	});
});

it.each([
	["👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️"],
	["👨\u200d\u202e", "👨\\u200d\\u202e"],
])("JSON has the same rule: %j", (text, shown) => {
	expect(escapeJson(text)).toBe(shown);
	expect(hasUnsafe(text)).toBe(shown !== text);
	expect(hasUnsafe(`${text}\n`)).toBe(shown !== text);
});
