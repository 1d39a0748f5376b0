import { PluginError } from "../../errors.ts";

/** A place in a template. Characters are code points; the end is the empty string. */
export type Scanner = {
	/** Reads one character. */
	readonly next: () => string;
	/** Steps back over the character that was read last; once for each read. */
	readonly back: () => void;
	/** Whether the rest starts with this text. */
	readonly at: (text: string) => boolean;
	/** Passes over so many characters. */
	readonly skip: (length: number) => void;
	/** What was read since the last take. */
	readonly take: () => string;
	/** The character before the one that was read last. */
	readonly previous: () => string;
};

/** Scans a text from its start. */
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

/** Ends the parsing of a template. @throws PluginError `usage` with the reason, a clause. */
export function refuse(reason: string): never {
	throw new PluginError("usage", reason);
}

const TERMINATORS = new Set(" \t\r\n.,[]$@{}");

/** Whether a name ends before this character; the end of the text ends it too. */
export function endsName(character: string): boolean {
	return character === "" || TERMINATORS.has(character);
}
