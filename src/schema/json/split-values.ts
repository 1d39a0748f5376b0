import { type Position, positionIn, START } from "../fault/input-fault.ts";

/** The text of one value in a stream of JSON values, and the position where it begins. */
export type JsonText = { readonly text: string; readonly start: Position };

/** Finds the ends of JSON values in a text that arrives in pieces. */
type ValueSplitter = {
	/** Takes the next piece and returns the values that it completes. */
	readonly push: (piece: string) => readonly JsonText[];
	/** Returns what is left: a number or word without a blank after it, or a value that is cut off. */
	readonly end: () => JsonText | undefined;
	/** The length of the incomplete value in UTF-16 units. */
	readonly pending: () => number;
};

type State =
	| { readonly kind: "between" }
	| { readonly kind: "structure"; readonly depth: number }
	/** Inside a string. `depth` is 0 where the string is the whole value. */
	| {
			readonly kind: "string";
			readonly depth: number;
			readonly escaped: boolean;
	  }
	/** In a number or a word. It ends at a blank or at punctuation. */
	| { readonly kind: "word" };

const BETWEEN: State = { kind: "between" };
const VALUE_START = /[^ \t\r\n]/g;
const STRUCTURAL = /["{}[\]]/g;
const IN_STRING = /["\\]/g;
const WORD_END = /[ \t\r\n{}[\]",:]/g;

/**
 * Returns a splitter for concatenated JSON, with or without blanks between the values (so NDJSON too). It only finds where values
 * end; the parser checks them. It looks at each character once, however small the pieces are.
 */
export function createValueSplitter(): ValueSplitter {
	let state: State = BETWEEN;
	let held: string[] = [];
	let heldLength = 0;
	let position: Position = START;

	function take(text: string): JsonText {
		const whole = held.length === 0 ? text : held.join("") + text;
		const value = { text: whole, start: position };
		held = [];
		heldLength = 0;
		position = positionIn(whole, whole.length, position);
		return value;
	}

	function push(piece: string): readonly JsonText[] {
		const values: JsonText[] = [];
		let from = 0;
		let at = 0;
		while (at < piece.length) {
			if (state.kind === "between") {
				from = find(VALUE_START, piece, at);
				position = positionIn(piece.slice(at, from), from - at, position);
				at = from;
				if (at === piece.length) break;
			}
			const step = advance(state, piece, at);
			state = step.state;
			at = step.at;
			if (state.kind === "between") {
				values.push(take(piece.slice(from, at)));
				from = at;
			}
		}
		if (state.kind !== "between") {
			held.push(piece.slice(from));
			heldLength += piece.length - from;
		}
		return values;
	}

	return {
		push,
		end: () => (held.length === 0 ? undefined : take("")),
		pending: () => heldLength,
	};
}

/** Returns the offset of the pattern's next match from `at` on, or the length of the text. */
function find(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.index ?? text.length;
}

type Step = { readonly state: State; readonly at: number };

/** Moves to the next place where the state may change, always beyond `at`. */
function advance(state: State, text: string, at: number): Step {
	switch (state.kind) {
		case "between":
			return begin(text, at);
		case "structure":
			return inStructure(state.depth, text, at);
		case "string":
			return inString(state, text, at);
		case "word": {
			const end = find(WORD_END, text, at);
			return { state: end === text.length ? state : BETWEEN, at: end };
		}
	}
}

function begin(text: string, at: number): Step {
	const first = text.charAt(at);
	if (first === "{" || first === "[")
		return { state: { kind: "structure", depth: 1 }, at: at + 1 };
	if (first === '"')
		return {
			state: { kind: "string", depth: 0, escaped: false },
			at: at + 1,
		};
	if ("}],:".includes(first)) return { state: BETWEEN, at: at + 1 };
	return { state: { kind: "word" }, at: at + 1 };
}

function inStructure(depth: number, text: string, at: number): Step {
	const next = find(STRUCTURAL, text, at);
	const character = text.charAt(next);
	if (character === "")
		return { state: { kind: "structure", depth }, at: next };
	if (character === '"')
		return { state: { kind: "string", depth, escaped: false }, at: next + 1 };
	const change = character === "{" || character === "[" ? 1 : -1;
	return { state: closing(depth + change), at: next + 1 };
}

function inString(
	state: Extract<State, { kind: "string" }>,
	text: string,
	at: number,
): Step {
	if (state.escaped) return { state: { ...state, escaped: false }, at: at + 1 };
	const next = find(IN_STRING, text, at);
	const character = text.charAt(next);
	if (character === "") return { state, at: next };
	if (character === "\\")
		return { state: { ...state, escaped: true }, at: next + 1 };
	return { state: closing(state.depth), at: next + 1 };
}

function closing(depth: number): State {
	return depth === 0 ? BETWEEN : { kind: "structure", depth };
}
