/**
 * Maximum number of values in a text. V8 takes some 60 bytes for an object of three characters. When its heap is nearly full, parsing
 * takes minutes, in which Ctrl-C has no effect. A page of 500 pods has at most a million values.
 */
const MAX_VALUES = 8 * 1024 * 1024;

const BRACKET = 0x5b;
const BRACE = 0x7b;
const COMMA = 0x2c;

/** Parses JSON of any length from another program. @throws SyntaxError, also for more values than can be held */
export function parseForeignJson(text: string): unknown {
	// Each value takes at least one character.
	if (text.length > MAX_VALUES && valuesIn(text) > MAX_VALUES)
		throw new SyntaxError("more values than can be held");
	return JSON.parse(text);
}

/** Returns an upper bound of the values in a text, since it also counts commas and brackets within strings. */
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

/** Returns the own property of a parsed JSON value; undefined when the value is no object or lacks the property. */
export function property(value: unknown, key: string): unknown {
	return isObject(value)
		? Object.getOwnPropertyDescriptor(value, key)?.value
		: undefined;
}

/** Returns the text at a path of keys; undefined when it is missing or empty. */
export function textAt(
	value: unknown,
	...path: readonly string[]
): string | undefined {
	const found = path.reduce(property, value);
	return typeof found === "string" && found !== "" ? found : undefined;
}
