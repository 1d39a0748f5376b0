import { beginningOf, endingOf } from "../cut-text.ts";

/** Characters of foreign text that a message quotes at most; all of it stays in the error's cause. */
const QUOTED_CHARACTERS = 200;
/** Of these at its end: Go's errors, and so Kubernetes', end with what was the matter. */
const LAST_CHARACTERS = 80;

/** Foreign text as one bounded line for a message. Escaping for a terminal is done where it is printed. */
export function quote(text: string): string {
	const line = text.replace(/\s+/g, " ").trim();
	if (line.length <= QUOTED_CHARACTERS) return line;
	const first = beginningOf(line, QUOTED_CHARACTERS - LAST_CHARACTERS - 1);
	return `${first}…${endingOf(line, LAST_CHARACTERS)}`;
}
