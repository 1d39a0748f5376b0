import { beginningOf } from "../../../cut-text.ts";
import { columnsOf } from "../../../render/span.ts";

/** The number of characters of a text that are shown. A longer text is cut, and its last line says so. */
const MAX_LENGTH = 1024 * 1024;

const ASCII = /^[\x20-\x7e]*$/;

let graphemes: Intl.Segmenter | undefined;

/** Returns a text as lines of at most `columns` columns. Lines are broken anywhere, because JSON has long words. */
export function breakLines(text: string, columns: number): readonly string[] {
	const room = Math.max(1, columns);
	const lines = beginningOf(text, MAX_LENGTH)
		.split("\n")
		.flatMap((line) => breakLine(line, room));
	return text.length > MAX_LENGTH
		? [...lines, `… and ${text.length - MAX_LENGTH} characters more`]
		: lines;
}

function breakLine(line: string, columns: number): readonly string[] {
	if (ASCII.test(line)) {
		const count = Math.max(1, Math.ceil(line.length / columns));
		return Array.from({ length: count }, (_, index) =>
			line.slice(index * columns, (index + 1) * columns),
		);
	}
	return breakWide(line, columns);
}

/** Breaks a line whose characters may take two columns, or none. */
function breakWide(line: string, columns: number): readonly string[] {
	graphemes ??= new Intl.Segmenter();
	const lines: string[] = [];
	let current = "";
	let used = 0;
	for (const { segment } of graphemes.segment(line)) {
		const width = columnsOf(segment);
		if (used + width > columns && current !== "") {
			lines.push(current);
			current = "";
			used = 0;
		}
		current += segment;
		used += width;
	}
	return [...lines, current];
}
