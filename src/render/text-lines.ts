import { escapeBlock } from "./escape.ts";
import { counted } from "./prose.ts";

/** The most lines of a text that are shown. A stack trace of some libraries has hundreds. */
const SHOWN_LINES = 40;

/**
 * Returns the lines of a server's text, such as a status message, each safe for a terminal. The last line of a long text says
 * where the rest is.
 */
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
