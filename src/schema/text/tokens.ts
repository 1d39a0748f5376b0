/** A piece of the text format: a name, a number, a string or one punctuation character. */
export type TextToken = {
	readonly text: string;
	readonly at: number;
	readonly end: number;
};

/** Blanks match nothing. A string without a closing quote ends with its line. */
const TOKEN =
	/#[^\n]*|"(?:[^"\\\n]+|\\[^\n])*["\n]?|'(?:[^'\\\n]+|\\[^\n])*['\n]?|[\w.+-]+|[^\s]/g;

/** Returns the tokens of a text, in as much detail as {@link locate} needs. */
export function tokenize(text: string): readonly TextToken[] {
	const tokens: TextToken[] = [];
	for (const { 0: token, index } of text.matchAll(TOKEN))
		if (!token.startsWith("#"))
			tokens.push({ text: token, at: index, end: index + token.length });
	return tokens;
}
