/** A piece of the text format: a name, a number, a string or one character of punctuation. */
export type TextToken = {
	readonly text: string;
	readonly at: number;
	readonly end: number;
};

/** Comments and blanks are not matched; a string that is not closed goes to the end of its line. */
const TOKEN =
	/#[^\n]*|"(?:[^"\\\n]+|\\[^\n])*["\n]?|'(?:[^'\\\n]+|\\[^\n])*['\n]?|[\w.+-]+|[^\s]/g;

/** Gives the tokens of a message in the text format, as far as is needed to tell where in it a place is. */
export function tokenize(text: string): readonly TextToken[] {
	const tokens: TextToken[] = [];
	for (const { 0: token, index } of text.matchAll(TOKEN))
		if (!token.startsWith("#"))
			tokens.push({ text: token, at: index, end: index + token.length });
	return tokens;
}
