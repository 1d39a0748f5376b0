import { escapeBlock } from "./escape.ts";
import { counted } from "./prose.ts";

/** Lines of a text that are shown; a stack trace of some libraries has hundreds. */
const SHOWN_LINES = 40;

/** What a server says, such as a status message, as its lines, each safe for a terminal; of a long text the beginning, and what has the whole. */
export function textLines(
	text: string,
	whole: "in -o json" | "with -v=9",
): readonly [first: string, ...more: string[]] {
	const [first = "", ...more] = escapeBlock(text)
		.trimEnd()
		.split("\n")
		.map((line) => line.trimEnd());
	const rest = more.length + 1 - SHOWN_LINES;
	if (rest <= 0) return [first, ...more];
	return [
		first,
		...more.slice(0, SHOWN_LINES - 1),
		`… ${counted(rest, "line")} more, ${whole}`,
	];
}
