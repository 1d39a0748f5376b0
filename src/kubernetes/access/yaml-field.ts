import type { YamlPath } from "./kubeconfig-yaml.ts";

/** A value that is not of the type its key calls for. The message never quotes the value: it may be a secret. */
export class ShapeError extends Error {
	readonly path: YamlPath;

	constructor(path: YamlPath, message: string) {
		super(message);
		this.path = path;
	}
}

/**
 * A value of a document together with its place, read key by key. As in Go's JSON decoder, absent, null and empty are one,
 * and a value of another type throws {@link ShapeError}.
 */
export type Field = {
	readonly path: YamlPath;
	has(key: string): boolean;
	raw(key: string): unknown;
	text(key: string): string | undefined;
	boolean(key: string): boolean;
	/** Base64, in which line breaks are allowed. */
	bytes(key: string): Buffer | undefined;
	texts(key: string): readonly string[];
	list(key: string): readonly Field[];
	record(key: string): Field;
	asText(): string | undefined;
	asTexts(): readonly string[];
	entries<T>(decode: (value: Field) => T): Readonly<Record<string, T>>;
};

/** Wraps the value at `path` (the root's path is empty). */
export function fieldOf(value: unknown, path: YamlPath = []): Field {
	const rawAt = (key: string) => ownValue(recordAt(value, path), key);
	const child = (key: string) => fieldOf(rawAt(key), [...path, key]);
	return {
		path,
		has: (key) => (rawAt(key) ?? null) !== null,
		raw: rawAt,
		text: (key) => child(key).asText(),
		boolean: (key) => booleanAt(rawAt(key), [...path, key]),
		bytes: (key) => bytesAt(child(key)),
		texts: (key) => child(key).asTexts(),
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

function recordAt(value: unknown, path: YamlPath): object {
	if (value === undefined || value === null) return {};
	if (typeof value !== "object" || Array.isArray(value))
		throw wrongType(path, "a mapping", value);
	return value;
}

function ownValue(record: object, key: string): unknown {
	return Object.getOwnPropertyDescriptor(record, key)?.value;
}

function textAt(value: unknown, path: YamlPath): string | undefined {
	if (value === undefined || value === null || value === "") return undefined;
	if (typeof value !== "string") throw wrongType(path, "a text", value);
	return value;
}

function booleanAt(value: unknown, path: YamlPath): boolean {
	if (value === undefined || value === null) return false;
	if (typeof value !== "boolean") throw wrongType(path, "true or false", value);
	return value;
}

function bytesAt(field: Field): Buffer | undefined {
	const text = field.asText()?.replaceAll(/[\r\n]/g, "");
	if (text === undefined || text === "") return undefined;
	const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
	if (!isBase64)
		throw new ShapeError(field.path, `${dotted(field.path)} is not base64`);
	return Buffer.from(text, "base64");
}

function listAt(value: unknown, path: YamlPath): readonly Field[] {
	if (value === undefined || value === null) return [];
	if (!Array.isArray(value)) throw wrongType(path, "a list", value);
	return value.map((item: unknown, index) => fieldOf(item, [...path, index]));
}

function wrongType(path: YamlPath, wanted: string, value: unknown): ShapeError {
	const subject = path.length === 0 ? "the file" : dotted(path);
	return new ShapeError(
		path,
		`${subject} must be ${wanted}, not ${kindOf(value)}`,
	);
}

function dotted(path: YamlPath): string {
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
