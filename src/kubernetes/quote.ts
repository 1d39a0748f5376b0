/** Characters of foreign text that a message quotes at most; all of it stays in the error's cause. */
const QUOTED_CHARACTERS = 200;

/** Foreign text as one bounded line for a message. Escaping for a terminal is done where it is printed. */
export function quote(text: string): string {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length <= QUOTED_CHARACTERS
		? line
		: `${line.slice(0, QUOTED_CHARACTERS)}…`;
}
