/** Returns a byte as an escape with three octal digits, which proto source, the text format and defaults of bytes read alike. */
export function octalEscape(byte: number): string {
	return `\\${byte.toString(8).padStart(3, "0")}`;
}
