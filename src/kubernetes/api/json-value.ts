/**
 * Values that a text may have. V8 takes some 60 bytes for an object of three characters, and where its heap is nearly full minutes,
 * in which no Ctrl-C is heard; a page of 500 pods has a million values at most.
 */
const MAX_VALUES = 8 * 1024 * 1024;

const BRACKET = 0x5b;
const BRACE = 0x7b;
const COMMA = 0x2c;

/** Parses JSON of any length that somebody else has written. @throws SyntaxError, also for more values than can be held */
export function parseForeignJson(text: string): unknown {
	// Each value takes a character.
	if (text.length > MAX_VALUES && valuesIn(text) > MAX_VALUES)
		throw new SyntaxError("more values than can be held");
	return JSON.parse(text);
}

/** At most as many: those in texts count, too. */
function valuesIn(text: string): number {
	let count = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === COMMA || code === BRACE || code === BRACKET) count += 1;
	}
	return count;
}

/** Whether a parsed JSON value has properties: an object, or an array. */
export function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

/** The own property of a parsed JSON value; undefined when the value is no object or has none. */
export function property(value: unknown, key: string): unknown {
	return isObject(value)
		? Object.getOwnPropertyDescriptor(value, key)?.value
		: undefined;
}

/** The text at a path of keys; undefined when there is none, or an empty one. */
export function textAt(
	value: unknown,
	...path: readonly string[]
): string | undefined {
	const found = path.reduce(property, value);
	return typeof found === "string" && found !== "" ? found : undefined;
}
