/** The fields of a YAML mapping whose types nobody vouches for. */
export type Fields = Readonly<Record<string, unknown>>;

/** A mapping's fields; none where it is no mapping. */
export function fieldsOf(value: unknown): Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? { ...value }
		: {};
}

/** A sequence's items; none where it is no sequence. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** A string; the empty one where it is none. */
export function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}
