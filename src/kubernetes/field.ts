/** The place of a value in a document: keys and list positions from the root. */
export type FieldPath = readonly (string | number)[];

/** The error for a value of the wrong type for its key. The message never quotes the value, since it may be a secret. */
export class ShapeError extends Error {
	readonly path: FieldPath;

	constructor(path: FieldPath, message: string) {
		super(message);
		this.path = path;
	}
}

/** The keys that a value may be asked for. A value of unknown type takes any key. */
type KeyOf<Sent> = unknown extends Sent ? string : keyof Sent & string;

type At<Sent, Key> = Key extends keyof Sent ? NonNullable<Sent[Key]> : unknown;

type ItemOf<Sent> = Sent extends readonly (infer Item)[] ? Item : unknown;

/**
 * A value of a document with its path, read key by key. `Sent` is the expected type; only its keys are trusted, and each value is
 * checked. As in Go's JSON decoder, absent, null and empty are the same, and a value of another type throws {@link ShapeError}. It is a
 * class because a list has a hundred fields per pod: closures that store the path take ten times as long.
 */
export class Field<Sent = unknown> {
	readonly #value: unknown;
	readonly #parent: Pick<Field, "path"> | undefined;
	readonly #key: string | number;

	constructor(
		value: unknown,
		parent: Pick<Field, "path"> | undefined,
		key: string | number,
	) {
		this.#value = value;
		this.#parent = parent;
		this.#key = key;
	}

	get path(): FieldPath {
		return this.#parent === undefined ? [] : [...this.#parent.path, this.#key];
	}

	/** Returns the same value with another expected type. */
	as<Other>(): Field<Other> {
		return new Field<Other>(this.#value, this.#parent, this.#key);
	}

	has(key: KeyOf<Sent>): boolean {
		return (this.#at(key) ?? null) !== null;
	}

	/** Returns the unchecked value of a key; undefined also when this value has no keys. */
	raw(key: KeyOf<Sent>): unknown {
		return isRecord(this.#value) ? ownValue(this.#value, key) : undefined;
	}

	record<Key extends KeyOf<Sent>>(key: Key): Field<At<Sent, Key>> {
		return new Field(this.#at(key), this, key);
	}

	list<Key extends KeyOf<Sent>>(
		key: Key,
	): readonly Field<ItemOf<At<Sent, Key>>>[] {
		return this.record(key).#items();
	}

	text(key: KeyOf<Sent>): string | undefined {
		const value = this.#at(key);
		return typeof value === "string" && value !== ""
			? value
			: this.record(key).asText();
	}

	/** Returns a text that must be present. @throws ShapeError when it is missing */
	required(key: KeyOf<Sent>): string {
		const text = this.text(key);
		if (text !== undefined) return text;
		const { path } = this.record(key);
		throw new ShapeError(path, `${dotted(path)} is missing`);
	}

	texts(key: KeyOf<Sent>): readonly string[] {
		return this.record(key).asTexts();
	}

	textMap(key: KeyOf<Sent>): Readonly<Record<string, string>> {
		const map = this.record(key).as();
		return Object.fromEntries(
			Object.keys(map.#record()).map((name) => [name, map.text(name) ?? ""]),
		);
	}

	boolean(key: KeyOf<Sent>): boolean {
		const value = this.#at(key) ?? false;
		if (typeof value === "boolean") return value;
		throw this.record(key).#mustBe("true or false");
	}

	/** Returns an integer in the range of Go's int32. */
	integer(key: KeyOf<Sent>): number | undefined {
		const value = this.#at(key) ?? undefined;
		if (value === undefined) return undefined;
		if (typeof value === "number" && (value | 0) === value) return value;
		throw this.record(key).#mustBe("a whole number below 2^31");
	}

	/** Returns a number or a name, as in apimachinery's IntOrString. */
	integerOrText(key: KeyOf<Sent>): number | string | undefined {
		return typeof this.#at(key) === "number"
			? this.integer(key)
			: this.text(key);
	}

	/** Decodes base64, in which line breaks are allowed. */
	bytes(key: KeyOf<Sent>): Buffer | undefined {
		const text = this.text(key)?.replaceAll(/[\r\n]/g, "");
		if (text === undefined || text === "") return undefined;
		const isBase64 =
			/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0;
		if (isBase64) return Buffer.from(text, "base64");
		const { path } = this.record(key);
		throw new ShapeError(path, `${dotted(path)} is not base64`);
	}

	asText(): string | undefined {
		const value = this.#value ?? "";
		if (typeof value !== "string") throw this.#mustBe("a text");
		return value === "" ? undefined : value;
	}

	asTexts(): readonly string[] {
		return this.#items().map((item) => item.asText() ?? "");
	}

	entries<T>(read: (value: Field) => T): Readonly<Record<string, T>> {
		const map = this.as();
		const keys = Object.keys(this.#record());
		return Object.fromEntries(keys.map((key) => [key, read(map.record(key))]));
	}

	#items(): readonly Field<ItemOf<Sent>>[] {
		const value = this.#value ?? [];
		if (!Array.isArray(value)) throw this.#mustBe("a list");
		return value.map((item: unknown, index) => new Field(item, this, index));
	}

	#at(key: string): unknown {
		return ownValue(this.#record(), key);
	}

	#record(): Readonly<Record<string, unknown>> {
		const value = this.#value ?? {};
		if (!isRecord(value)) throw this.#mustBe("a mapping");
		return value;
	}

	#mustBe(wanted: string): ShapeError {
		const { path } = this;
		const subject = path.length === 0 ? this.#key : dotted(path);
		const is = kindOf(this.#value);
		return new ShapeError(path, `${subject} must be ${wanted}, not ${is}`);
	}
}

/** Wraps the root of a document. @param whole what errors call the document */
export function fieldOf(value: unknown, whole = "the file"): Field {
	return new Field(value, undefined, whole);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads own properties only: `__proto__` in JSON is a value like any other, and inherited properties are none. */
const ownValue = (
	record: Readonly<Record<string, unknown>>,
	key: string,
): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);

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
