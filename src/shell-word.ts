/** A text as one word of a command that is to be pasted into a shell: as it is where it can stand so, else in single quotes (POSIX sh, 2.2.2). */
export function shellWord(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text)
		? text
		: `'${text.replaceAll("'", `'\\''`)}'`;
}
