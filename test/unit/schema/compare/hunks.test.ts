import fc from "fast-check";
import { expect, test } from "vitest";
import {
	changedLines,
	linePairs,
} from "../../../../src/schema/compare/hunks.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

test("taking away what was and adding what is gives the other side, and as many lines as can stay do", () => {
	fc.assert(
		fc.property(lines, lines, (before, after) => {
			const changed = changedLines(before, after, linePairs());
			const was = changed.filter(({ side }) => side === "before");
			const is = changed.filter(({ side }) => side === "after");
			const kept = before.length - was.length;
			expect(kept).toBe(after.length - is.length);
			expect(isWithin(was, before) && isWithin(is, after)).toBe(true);
			expect(kept).toBe(mostInCommon(before, after));
		}),
	);
});

/** How many lines two texts can have in common, in their order. Tries all ways. */
function mostInCommon(a: readonly string[], b: readonly string[]): number {
	const [line, ...rest] = a;
	if (line === undefined) return 0;
	const at = b.indexOf(line);
	const without = mostInCommon(rest, b);
	return at < 0
		? without
		: Math.max(without, 1 + mostInCommon(rest, b.slice(at + 1)));
}

/** Whether the lines occur in this order in a text. */
function isWithin(
	changed: readonly { readonly text: string }[],
	text: readonly string[],
): boolean {
	let from = 0;
	return changed.every((line) => {
		const at = text.indexOf(line.text, from);
		from = at + 1;
		return at >= 0;
	});
}

test.each([
	["nothing", ["a", "b"], ["a", "b"], []],
	["one line", ["{", "a", "}"], ["{", "b", "}"], ["-a", "+b"]],
	["a line more", ["{", "}"], ["{", "a", "}"], ["+a"]],
	["all", ["a"], [], ["-a"]],
])("%s", (_, before, after, expected) => {
	const shown = changedLines(before, after, linePairs()).map(
		({ side, text }) => (side === "before" ? "-" : "+") + text,
	);
	expect(shown).toEqual(expected);
});

test("a run spends so much on it, and then gives both sides whole", () => {
	const pairs = { left: 9 };
	const texts = () =>
		changedLines(["b", "a", "c"], ["d", "a", "e"], pairs).map(
			({ side, text }) => (side === "before" ? "-" : "+") + text,
		);
	expect(texts()).toEqual(["-b", "+d", "-c", "+e"]);
	expect(pairs).toEqual({ left: 0 });
	expect(texts()).toEqual(["-b", "-a", "-c", "+d", "+a", "+e"]);
});
