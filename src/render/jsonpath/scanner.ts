import { PluginError } from "../../errors.ts";

/** A position in a template. Characters are code points; the end is an empty string. */
export type Scanner = {
	/** Reads one character. */
	readonly next: () => string;
	/** Steps back over the last character, once for each read. */
	readonly back: () => void;
	/** Whether the rest starts with this text. */
	readonly at: (text: string) => boolean;
	/** Skips so many characters. */
	readonly skip: (length: number) => void;
	/** Returns the text read since the last take. */
	readonly take: () => string;
	/** Returns the character before the last one. */
	readonly previous: () => string;
};

/** Returns a scanner at the start of a text. */
export function createScanner(text: string): Scanner {
	let position = 0;
	let start = 0;
	let width = 0;
	return {
		next() {
			const code = text.codePointAt(position);
			const character = code === undefined ? "" : String.fromCodePoint(code);
			width = character.length;
			position += width;
			return character;
		},
		back() {
			position -= width;
		},
		at: (prefix) => text.startsWith(prefix, position),
		skip(length) {
			position += length;
		},
		take() {
			const taken = text.slice(start, position);
			start = position;
			return taken;
		},
		previous: () => text.charAt(position - 2),
	};
}

/** Ends the parsing of a template. `reason` is a clause. @throws PluginError `usage` with the reason */
export function refuse(reason: string): never {
	throw new PluginError("usage", reason);
}

const TERMINATORS = new Set(" \t\r\n.,[]$@{}");

/** Whether a name ends before this character. The end of the text counts. */
export function endsName(character: string): boolean {
	return character === "" || TERMINATORS.has(character);
}
