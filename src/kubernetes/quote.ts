import { beginningOf, endingOf } from "../cut-text.ts";

/** Maximum characters of foreign text that a message quotes. The error's cause keeps the whole text. */
const QUOTED_CHARACTERS = 200;
/** How many of these come from the end of the text. Go's errors, and so Kubernetes', end with the cause. */
const LAST_CHARACTERS = 80;

/** Shortens foreign text to one bounded line for a message. It is escaped for a terminal where it is printed. */
export function quote(text: string): string {
	const line = text.replace(/\s+/g, " ").trim();
	if (line.length <= QUOTED_CHARACTERS) return line;
	const first = beginningOf(line, QUOTED_CHARACTERS - LAST_CHARACTERS - 1);
	return `${first}…${endingOf(line, LAST_CHARACTERS)}`;
}
