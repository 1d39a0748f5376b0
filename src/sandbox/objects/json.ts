/** JSON as it comes from a client: anything may be missing or of another type. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is an object, neither array nor null. */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An object's fields; none of what is no object. */
export function fieldsOf(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** Whether a value is a list of objects that all have a name. */
export function areNamed(
	value: unknown,
): value is readonly (JsonObject & { readonly name: string })[] {
	return (
		Array.isArray(value) &&
		value.every((item) => isObject(item) && typeof item["name"] === "string")
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

/**
 * A value without its fields that are null: to the API server a null field is one that is not there (encoding/json decodes it to a Go
 * field's zero value). Elements of lists stay.
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
