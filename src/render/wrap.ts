import { columnsOf, type Span, type StyledText, spansOf } from "./span.ts";

type Word = readonly Span[];

/** Returns the words of a line. A word may change its tone inside, and is never split. */
function wordsOf(text: StyledText): readonly Word[] {
	const words: Span[][] = [];
	let word: Span[] = [];
	for (const span of spansOf(text)) {
		for (const part of span.text.split(/( +)/)) {
			if (part === "") continue;
			if (part.startsWith(" ")) {
				if (word.length > 0) words.push(word);
				word = [];
			} else word.push({ ...span, text: part });
		}
	}
	return word.length > 0 ? [...words, word] : words;
}

/** Returns one space. It has the tone of both neighbours where that is the same, so that a phrase stays in one tone. */
function spaceBetween(left: Word | undefined, right: Word): Span {
	const tone = left?.at(-1)?.tone;
	return tone !== undefined && tone === right[0]?.tone
		? { text: " ", tone }
		: { text: " " };
}

/**
 * Breaks prose into lines of at most so many columns, only at spaces. A name or a path that is longer than a line has a line of
 * its own and is not cut, so that users can copy it.
 */
export function wrap(
	text: StyledText,
	columns: number,
): readonly (readonly Span[])[] {
	if (columnsOf(text) <= columns) return [spansOf(text)];
	const lines: Span[][] = [];
	let line: Span[] = [];
	let used = 0;
	for (const word of wordsOf(text)) {
		const width = columnsOf(word);
		if (line.length > 0 && used + 1 + width > columns) {
			lines.push(line);
			line = [];
			used = 0;
		}
		if (line.length > 0) {
			line.push(spaceBetween(line, word));
			used += 1;
		}
		line.push(...word);
		used += width;
	}
	return [...lines, line];
}
