import { type Comments, shareComments } from "./comments.ts";
import type { ElementComments } from "./source-info.ts";
import { NO_TOKEN, type Token } from "./tokens.ts";

/** Where the elements of a source text are, and their comments. */
export type ElementPlaces = {
	/** Records the place and the comments of an element. `from` is the index of its first token. */
	readonly document: (element: object | string, from: number) => void;
	/** Records the place of an element whose comments belong to another element. */
	readonly locate: (element: object | string, from: number) => void;
	readonly places: ReadonlyMap<object | string, Token>;
	readonly comments: ElementComments;
};

/** Returns a record without elements for a source text's tokens. */
export function elementPlaces(tokens: readonly Token[]): ElementPlaces {
	const comments = new Map<object | string, Comments>();
	const places = new Map<object | string, Token>();
	const locate = (element: object | string, from: number) =>
		void places.set(element, tokens[from] ?? NO_TOKEN);
	return {
		comments,
		places,
		locate,
		document(element, from) {
			locate(element, from);
			const { leading, detached } = commentsBefore(tokens, from);
			const { trailing } = commentsBefore(tokens, headEnd(tokens, from) + 1);
			if (leading === "" && trailing === "" && detached.length === 0) return;
			comments.set(element, { leading, trailing, detached });
		},
	};
}

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
