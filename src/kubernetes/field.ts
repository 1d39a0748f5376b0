/** Where a value stands in a document: keys and list positions from the root. */
export type FieldPath = readonly (string | number)[];

/** A value that is not of the type its key calls for. The message never quotes the value: it may be a secret. */
export class ShapeError extends Error {
	readonly path: FieldPath;

	constructor(path: FieldPath, message: string) {
		super(message);
		this.path = path;
	}
}

/**
 * A value of a document together with its place, read key by key. As in Go's JSON decoder, absent, null and empty are one,
 * and a value of another type throws {@link ShapeError}.
 */
export type Field = {
	readonly path: FieldPath;
	has(key: string): boolean;
	/** Whatever stands there; undefined too where there are no keys. */
	raw(key: string): unknown;
	text(key: string): string | undefined;
	boolean(key: string): boolean;
	/** Of Go's int32. */
	integer(key: string): number | undefined;
	/** Either a number or a name, as apimachinery's IntOrString. */
	integerOrText(key: string): number | string | undefined;
	/** Base64, in which line breaks are allowed. */
	bytes(key: string): Buffer | undefined;
	texts(key: string): readonly string[];
	textMap(key: string): Readonly<Record<string, string>>;
	list(key: string): readonly Field[];
	record(key: string): Field;
	asText(): string | undefined;
	asTexts(): readonly string[];
	entries<T>(decode: (value: Field) => T): Readonly<Record<string, T>>;
};

/** Wraps the value at `path` (the root's path is empty). */
export function fieldOf(value: unknown, path: FieldPath = []): Field {
	const rawAt = (key: string) => ownValue(recordAt(value, path), key);
	const child = (key: string) => fieldOf(rawAt(key), [...path, key]);
	return {
		path,
		has: (key) => (rawAt(key) ?? null) !== null,
		raw: (key) => (isRecord(value) ? ownValue(value, key) : undefined),
		text: (key) => textAt(rawAt(key), [...path, key]),
		boolean: (key) => booleanAt(rawAt(key), [...path, key]),
		integer: (key) => integerAt(rawAt(key), [...path, key]),
		integerOrText: (key) => {
			const raw = rawAt(key);
			return typeof raw === "number"
				? integerAt(raw, [...path, key])
				: textAt(raw, [...path, key]);
		},
		bytes: (key) => bytesAt(child(key)),
		texts: (key) => child(key).asTexts(),
		textMap: (key) => textMapAt(rawAt(key), [...path, key]),
		list: (key) => listAt(rawAt(key), [...path, key]),
		record: child,
		asText: () => textAt(value, path),
		asTexts: () => listAt(value, path).map((item) => item.asText() ?? ""),
		entries: (decode) => {
			const keys = Object.keys(recordAt(value, path));
			return Object.fromEntries(keys.map((key) => [key, decode(child(key))]));
		},
	};
}

function recordAt(value: unknown, path: FieldPath): object {
	if (value === undefined || value === null) return {};
	if (!isRecord(value)) throw wrongType(path, "a mapping", value);
	return value;
}

const isRecord = (value: unknown): value is object =>
	typeof value === "object" && value !== null && !Array.isArray(value);

function ownValue(record: object, key: string): unknown {
	return Object.getOwnPropertyDescriptor(record, key)?.value;
}

function textAt(value: unknown, path: FieldPath): string | undefined {
	if (value === undefined || value === null || value === "") return undefined;
	if (typeof value !== "string") throw wrongType(path, "a text", value);
	return value;
}

function booleanAt(value: unknown, path: FieldPath): boolean {
	if (value === undefined || value === null) return false;
	if (typeof value !== "boolean") throw wrongType(path, "true or false", value);
	return value;
}

function integerAt(value: unknown, path: FieldPath): number | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== "number" || (value | 0) !== value)
		throw wrongType(path, "a whole number below 2^31", value);
	return value;
}

function textMapAt(
	value: unknown,
	path: FieldPath,
): Readonly<Record<string, string>> {
	const texts = Object.entries(recordAt(value, path)).map(
		([key, each]: [string, unknown]) => [
			key,
			textAt(each, [...path, key]) ?? "",
		],
	);
	return Object.fromEntries(texts);
}

function bytesAt(field: Field): Buffer | undefined {
	const text = field.asText()?.replaceAll(/[\r\n]/g, "");
	if (text === undefined || text === "") return undefined;
	const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
	if (!isBase64)
		throw new ShapeError(field.path, `${dotted(field.path)} is not base64`);
	return Buffer.from(text, "base64");
}

function listAt(value: unknown, path: FieldPath): readonly Field[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw wrongType(path, "a list", value);
	return value.map((item: unknown, index) => fieldOf(item, [...path, index]));
}

function wrongType(
	path: FieldPath,
	wanted: string,
	value: unknown,
): ShapeError {
	const subject = path.length === 0 ? "the file" : dotted(path);
	return new ShapeError(
		path,
		`${subject} must be ${wanted}, not ${kindOf(value)}`,
	);
}

function dotted(path: FieldPath): string {
	return path
		.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
		.join("")
		.replace(/^\./, "");
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return "a list";
	switch (typeof value) {
		case "object":
			return "a mapping";
		case "string":
			return "a text";
		case "boolean":
			return "true or false";
		default:
			return "a number";
	}
}
