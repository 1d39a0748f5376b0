import { expect, test } from "vitest";
import { quoted } from "../../../../src/kubernetes/targets/quoted.ts";

test.each([
	["a b", '"a b"'],
	["a\u{a0}b", String.raw`"a\u{a0}b"`],
	["a\u{2028}\u{2029}b", String.raw`"a\u{2028}\u{2029}b"`],
	["a\u{200b}b", String.raw`"a\u{200b}b"`],
	["a\u{e0041}b", String.raw`"a\u{e0041}b"`],
	['a"\nb', String.raw`"a\"\nb"`],
])("%j stands in a message as %s", (text, written) => {
	expect(quoted(text)).toBe(written);
});
