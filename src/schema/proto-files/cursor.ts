import { shortened } from "../../cut-text.ts";
import type { PluginError } from "../../errors.ts";
import { type Comments, shareComments } from "./comments.ts";
import type { ElementComments } from "./source-info.ts";
import { sourceError, type Token, tokensOf } from "./tokens.ts";

/** Reads tokens one after another. Every reading function throws PluginError `bad-input` at a wrong token. */
export type Cursor = {
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
	/** Records the place and the comments of an element. `from` is the index of its first token. */
	readonly document: (element: object | string, from: number) => void;
	/** Records the place of an element whose comments belong to another element. */
	readonly locate: (element: object | string, from: number) => void;
	readonly places: ReadonlyMap<object | string, Token>;
	readonly comments: ElementComments;
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
	const comments = new Map<object | string, Comments>();
	const places = new Map<object | string, Token>();
	const locate = (element: object | string, from: number) =>
		void places.set(element, tokens[from] ?? NO_TOKEN);
	return {
		comments,
		places,
		locate,
		place: () => at,
		document(element, from) {
			locate(element, from);
			const { leading, detached } = commentsBefore(tokens, from);
			const { trailing } = commentsBefore(tokens, headEnd(tokens, from) + 1);
			if (leading === "" && trailing === "" && detached.length === 0) return;
			comments.set(element, { leading, trailing, detached });
		},
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

const NO_TOKEN: Token = {
	kind: "end",
	text: "",
	line: 1,
	column: 1,
	space: "",
};

function commentsBefore(tokens: readonly Token[], place: number): Comments {
	const { space, text } = tokens[place] ?? NO_TOKEN;
	const before = place === 0 ? "nothing" : "a token";
	return shareComments(space, { before, behind: text });
}

/** Returns the index of the token that ends the head of a declaration: its `;` or `{`. */
function headEnd(tokens: readonly Token[], from: number): number {
	let depth = 0;
	for (let place = from; place < tokens.length; place += 1) {
		const { kind, text } = tokens[place] ?? NO_TOKEN;
		if (kind !== "symbol") continue;
		if (text === "[") depth += 1;
		if (text === "]") depth -= 1;
		if (depth === 0 && (text === ";" || text === "{")) return place;
	}
	return tokens.length;
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
