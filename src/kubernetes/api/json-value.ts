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
