import fc from "fast-check";
import { expect, test } from "vitest";
import { beginningOf, endingOf, shortened } from "../../src/cut-text.ts";
import { quote } from "../../src/kubernetes/quote.ts";
import { quoted } from "../../src/kubernetes/targets/quoted.ts";
import { quote as quoteJson } from "../../src/schema/json/node.ts";

const text = fc.string({ unit: "binary", maxLength: 20 });

test("what is cut stays whole characters, and loses no more than it must", () => {
	fc.assert(
		fc.property(text, fc.nat(45), (whole, length) => {
			const first = beginningOf(whole, length);
			const last = endingOf(whole, length);
			expect(whole.startsWith(first) && whole.endsWith(last)).toBe(true);
			for (const part of [first, last]) {
				expect(part.isWellFormed()).toBe(true);
				expect(part.length).toBeLessThanOrEqual(length);
				const wanted = Math.min(length, whole.length);
				expect(part.length).toBeGreaterThanOrEqual(wanted - 1);
			}
		}),
	);
});

test("a text that fits is left as it is, and a half that came so stays", () => {
	expect(shortened("a😀", 3)).toBe("a😀");
	expect(shortened("a😀b", 2)).toBe("a…");
	expect(beginningOf("\ud83db", 1)).toBe("\ud83d");
	expect(endingOf("a\ude00", 1)).toBe("\ude00");
});

test.each([
	["of a request", quoteJson],
	["of the command line", quoted],
	["of the cluster", quote],
])("text %s that a message quotes has no half characters", (_, quotes) => {
	for (const before of ["", "a"]) {
		const shown = quotes(before + "😀".repeat(200));
		expect(shown).toContain("…");
		expect(shown.isWellFormed()).toBe(true);
		expect(shown).not.toMatch(/\\u\{?d83d/);
	}
});
