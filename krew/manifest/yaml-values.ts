/** The fields of a YAML mapping. Their types are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns a mapping's fields; none when the value is no mapping. */
export function fieldsOf(value: unknown): Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? { ...value }
		: {};
}

/** Returns a sequence's items; none when the value is no sequence. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Returns a string; the empty string when the value is no string. */
export function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}
