import stringWidth from "fast-string-width";
import { escapeTerminal } from "./escape.ts";

/** What colour would say about a piece of text: fine, look, wrong, beside the point, the point. Never the only sign of it. */
export type Tone = "good" | "warn" | "bad" | "dim" | "strong";

/** A piece of one line, and its tone if it has one. */
export type Span = { readonly text: string; readonly tone?: Tone };

/**
 * A line as views give it. The text may come from a pod as it is: it is escaped here, and colour is added when it is
 * printed, so no view handles either.
 */
export type StyledText = string | Span | readonly StyledText[];

/** Text in the tone of things that are as they should be. */
export const good = (text: string): Span => ({ text, tone: "good" });
/** Text in the tone of things to look at. */
export const warn = (text: string): Span => ({ text, tone: "warn" });
/** Text in the tone of things that are wrong. */
export const bad = (text: string): Span => ({ text, tone: "bad" });
/** Text in the tone of what may be passed over. */
export const dim = (text: string): Span => ({ text, tone: "dim" });
/** Text in the tone of what to read first. */
export const strong = (text: string): Span => ({ text, tone: "strong" });

function isMany(text: StyledText): text is readonly StyledText[] {
	return Array.isArray(text);
}

/** The pieces of a line in order, each safe for a terminal. */
export function spansOf(text: StyledText): readonly Span[] {
	if (typeof text === "string") return [{ text: escapeTerminal(text) }];
	if (isMany(text)) return text.flatMap(spansOf);
	return [{ ...text, text: escapeTerminal(text.text) }];
}

/** The line as plain, escaped text. */
export function plainText(text: StyledText): string {
	return spansOf(text)
		.map((span) => span.text)
		.join("");
}

/** How many columns of a terminal the line takes; wide characters take two. */
export function columnsOf(text: StyledText): number {
	return stringWidth(plainText(text));
}

/** Made when it is first needed: ICU's tables take longer to read than most runs have to draw. */
let graphemes: Intl.Segmenter | undefined;

/** The longest beginning of a text that fits into that many columns. */
function fitText(text: string, columns: number): string {
	graphemes ??= new Intl.Segmenter();
	let fitted = "";
	let used = 0;
	for (const { segment } of graphemes.segment(text)) {
		used += stringWidth(segment);
		if (used > columns) break;
		fitted += segment;
	}
	return fitted;
}

/** The line cut to that many columns, its last one `…` where something was lost. For live screens; printed names are never cut. */
export function cutTo(text: StyledText, columns: number): readonly Span[] {
	const spans = spansOf(text);
	if (columnsOf(spans) <= columns) return spans;
	const kept: Span[] = [];
	let left = Math.max(0, columns - 1);
	for (const span of spans) {
		const fitted = fitText(span.text, left);
		if (fitted !== "") kept.push({ ...span, text: fitted });
		if (fitted !== span.text) break;
		left -= stringWidth(fitted);
	}
	return columns > 0 ? [...kept, { text: "…" }] : [];
}

/** The line filled up with spaces to that many columns; a longer one is left as it is. */
export function padTo(
	text: StyledText,
	columns: number,
	align: "left" | "right" = "left",
): readonly Span[] {
	const spans = spansOf(text);
	const missing = columns - columnsOf(spans);
	if (missing <= 0) return spans;
	const padding: Span = { text: " ".repeat(missing) };
	return align === "left" ? [...spans, padding] : [padding, ...spans];
}

/** The line without spaces at its end. */
export function trimEnd(text: StyledText): readonly Span[] {
	const spans = [...spansOf(text)];
	for (let last = spans.pop(); last !== undefined; last = spans.pop()) {
		const trimmed = last.text.trimEnd();
		if (trimmed !== "") return [...spans, { ...last, text: trimmed }];
	}
	return [];
}
