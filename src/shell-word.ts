/** Quotes a text as one word of a command for a shell: unchanged where possible, else in single quotes (POSIX sh, 2.2.2). */
export function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text)
		? text
		: `'${text.replaceAll("'", `'\\''`)}'`;
}
