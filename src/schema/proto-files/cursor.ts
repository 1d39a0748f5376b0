import { shortened } from "../../cut-text.ts";
import type { PluginError } from "../../errors.ts";
import { type ElementPlaces, elementPlaces } from "./element-places.ts";
import { NO_TOKEN, sourceError, type Token, tokensOf } from "./tokens.ts";

/**
 * Reads tokens one after another, and records the elements that are made of them. Every reading function throws PluginError
 * `bad-input` at a wrong token.
 */
export type Cursor = ElementPlaces & {
	/** Returns the next token, or one further ahead, and does not take it. */
	readonly peek: (ahead?: number) => Token;
	readonly next: () => Token;
	/** Takes the next token if it is this symbol or word, and returns whether it did. */
	readonly take: (text: string) => boolean;
	readonly expect: (text: string) => Token;
	readonly word: (what: string) => string;
	/** Takes a string as one character for each byte. It joins adjacent strings. */
	readonly bytes: (what: string) => string;
	readonly integer: (what: string) => number;
	/** Takes `a.b.c` or `.a.b.c`. */
	readonly path: (what: string) => string;
	readonly fail: (message: string, at?: Token) => PluginError;
	/** The index of the next token. */
	readonly place: () => number;
};

/** Returns a cursor at the start of a source text. */
export function cursorOf(file: string, source: string): Cursor {
	const tokens = tokensOf(file, source);
	const end = tokens[tokens.length - 1];
	let at = 0;
	const peek = (ahead = 0): Token => tokens[at + ahead] ?? end ?? NO_TOKEN;
	const next = () => {
		const token = peek();
		at += 1;
		return token;
	};
	const fail = (message: string, token = peek()) =>
		sourceError(file, token, message);
	const isText = (text: string) =>
		peek().text === text && peek().kind !== "string";
	const take = (text: string) => {
		if (!isText(text)) return false;
		at += 1;
		return true;
	};
	const expected = (what: string) =>
		fail(`${what} was expected, not ${shown(peek())}`);
	const word = (what: string) => {
		if (peek().kind !== "word") throw expected(what);
		return next().text;
	};
	return {
		...elementPlaces(tokens),
		place: () => at,
		peek,
		next,
		take,
		fail,
		word,
		expect(text) {
			if (!isText(text)) throw expected(JSON.stringify(text));
			return next();
		},
		bytes(what) {
			if (peek().kind !== "string") throw expected(what);
			let text = "";
			while (peek().kind === "string") text += next().text;
			return text;
		},
		integer(what) {
			const sign = take("-") ? -1 : 1;
			if (peek().kind !== "integer") throw expected(what);
			return sign * integerOf(next().text);
		},
		path(what) {
			let text = take(".") ? "." : "";
			text += word(what);
			while (take(".")) text += `.${word(what)}`;
			return text;
		},
	};
}

/** Records the place and the comments of an element that has just been parsed, and returns the element. */
export function documented<T extends object>(
	cursor: Cursor,
	from: number,
	element: T,
): T {
	cursor.document(element, from);
	return element;
}

/** Returns the value of an integer literal: decimal, hexadecimal with 0x, or octal with a leading 0. */
export function integerOf(text: string): number {
	return Number(/^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text);
}

function shown(token: Token): string {
	if (token.kind === "end") return "the end of the file";
	const { text } = token;
	return JSON.stringify(shortened(text, 60));
}
