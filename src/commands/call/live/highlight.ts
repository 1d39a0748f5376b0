import { beginningOf, endingOf } from "../../../cut-text.ts";
import type { Span } from "../../../render/span.ts";

/** Returns a text with each match of a pattern highlighted. */
export function highlight(
	text: string,
	pattern: RegExp | undefined,
): readonly Span[] {
	if (pattern === undefined) return [{ text }];
	const spans: Span[] = [];
	let end = 0;
	for (const match of text.matchAll(pattern)) {
		spans.push({ text: text.slice(end, match.index) });
		spans.push({ text: match[0], tone: "warn" });
		end = match.index + match[0].length;
	}
	return [...spans, { text: text.slice(end) }].filter(
		({ text }) => text !== "",
	);
}

/** The number of characters that are left before a match when the beginning is cut. */
const BEFORE = 12;

/** Returns as much of a long text as fits on a line. The part contains the first match, so that the user sees it. */
export function aroundMatch(
	text: string,
	pattern: RegExp | undefined,
	columns: number,
): string {
	const match = pattern === undefined ? null : firstMatch(text, pattern);
	const past = match === null ? 0 : match.index + match[0].length;
	// A character takes two columns at most, and may take none.
	const enough = columns * 4;
	if (match === null || past < columns) return beginningOf(text, enough);
	const begin = Math.max(0, match.index - BEFORE);
	return `…${beginningOf(endingOf(text, text.length - begin), enough)}`;
}

function firstMatch(text: string, pattern: RegExp): RegExpExecArray | null {
	return new RegExp(pattern.source, "iu").exec(text);
}
