/** A JSON object from a client. Any field may be missing or of another type. */
export type JsonObject = { readonly [key: string]: unknown };

/** Returns whether a value is an object, not an array or null. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns an object's fields, and no fields for any other value. */
export function fieldsOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** Returns whether a value is a list of objects with names. */
export function areNamed(
	value: unknown,
): value is readonly (JsonObject & { readonly name: string })[] {
	return (
		Array.isArray(value) &&
		value.every((item) => isObject(item) && typeof item["name"] === "string")
	);
}

/** Returns whether a value maps strings to strings. */
export function isStringMap(
	value: unknown,
): value is Readonly<Record<string, string>> {
	return (
		isObject(value) &&
		Object.values(value).every((item) => typeof item === "string")
	);
}

/**
 * Returns a value without its null fields, since to the API server a null field is absent (encoding/json decodes it to a Go field's
 * zero value). Items of lists are kept.
 */
export function withoutNulls<T>(value: T): T;
export function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.map((item) => withoutNulls(item));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, field]) => field !== null)
			.map(([key, field]) => [key, withoutNulls(field)]),
	);
}
