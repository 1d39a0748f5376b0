import stringWidth from "fast-string-width";
import { escapeTerminal } from "./escape.ts";

/** What the colour of a text means: fine, look here, wrong, less important, most important. The text itself must say it too. */
export type Tone = "good" | "warn" | "bad" | "dim" | "strong";

/** A piece of one line with an optional tone. */
export type Span = { readonly text: string; readonly tone?: Tone };

/**
 * A line from a view. The text may come from a pod unchanged. It is escaped here and coloured when it is printed, so that no view
 * does either.
 */
export type StyledText = string | Span | readonly StyledText[];

/** Returns text in the tone for what is as it should be. */
export const good = (text: string): Span => ({ text, tone: "good" });
/** Returns text in the tone for what needs a look. */
export const warn = (text: string): Span => ({ text, tone: "warn" });
/** Returns text in the tone for what is wrong. */
export const bad = (text: string): Span => ({ text, tone: "bad" });
/** Returns text in the tone for what is less important. */
export const dim = (text: string): Span => ({ text, tone: "dim" });
/** Returns text in the tone for what to read first. */
export const strong = (text: string): Span => ({ text, tone: "strong" });

function isMany(text: StyledText): text is readonly StyledText[] {
	return Array.isArray(text);
}

/** Returns the pieces of a line in order, each safe for a terminal. */
export function spansOf(text: StyledText): readonly Span[] {
	if (typeof text === "string") return [{ text: escapeTerminal(text) }];
	if (isMany(text)) return text.flatMap(spansOf);
	return [{ ...text, text: escapeTerminal(text.text) }];
}

/** Returns the line as plain, escaped text. */
export function plainText(text: StyledText): string {
	return spansOf(text)
		.map((span) => span.text)
		.join("");
}

/** Returns how many terminal columns the line takes. A wide character takes two. */
export function columnsOf(text: StyledText): number {
	return stringWidth(plainText(text));
}

/** Made at the first use: loading ICU's tables takes longer than most runs draw. */
let graphemes: Intl.Segmenter | undefined;

/** Returns the longest beginning of a text that fits into so many columns. */
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

/** Cuts a line to so many columns, and ends it with `…` where it lost text. It is for live screens: printed names are never cut. */
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

/** Fills a line with spaces up to so many columns. A longer line stays unchanged. */
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

/** Returns the line without spaces at its end. */
export function trimEnd(text: StyledText): readonly Span[] {
	const spans = [...spansOf(text)];
	for (let last = spans.pop(); last !== undefined; last = spans.pop()) {
		const trimmed = last.text.trimEnd();
		if (trimmed !== "") return [...spans, { ...last, text: trimmed }];
	}
	return [];
}
