/** JSON as it comes from a client: anything may be missing or of another type. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is an object, neither array nor null. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list of objects that all have a string under `key`. */
export function areNamed<K extends string>(
	value: unknown,
	key: K,
): value is readonly (JsonObject & { readonly [P in K]: string })[] {
	return (
		Array.isArray(value) &&
		value.every((item) => isObject(item) && typeof item[key] === "string")
	);
}

/** Whether a value maps strings to strings. */
export function isStringMap(
	value: unknown,
): value is Readonly<Record<string, string>> {
	return (
		isObject(value) &&
		Object.values(value).every((item) => typeof item === "string")
	);
}
