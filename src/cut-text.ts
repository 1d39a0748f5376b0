/** Returns the beginning of a text, of at most `length` UTF-16 units. A character of two units, such as an emoji, is not halved. */
export function beginningOf(text: string, length: number): string {
	return text.slice(0, isInside(text, length) ? length - 1 : length);
}

/** Returns the end of a text, of at most `length` UTF-16 units. A character of two units is not halved. */
export function endingOf(text: string, length: number): string {
	const start = Math.max(0, text.length - length);
	return text.slice(isInside(text, start) ? start + 1 : start);
}

/** Returns a text, or if it has more than `length` UTF-16 units, its beginning and `…`. */
export function shortened(text: string, length: number): string {
	return text.length > length ? `${beginningOf(text, length)}…` : text;
}

/** Whether an offset is between the two units of one character. */
function isInside(text: string, offset: number): boolean {
	return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
