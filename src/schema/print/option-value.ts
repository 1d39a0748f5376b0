import {
	type DescEnum,
	type DescExtension,
	type DescField,
	type DescMessage,
	isMessage,
	type Registry,
	ScalarType,
} from "@bufbuild/protobuf";
import {
	isReflectMessage,
	type ReflectMessage,
	reflect,
} from "@bufbuild/protobuf/reflect";
import { knownExtensions } from "./known-extensions.ts";
import { doubleLiteral, floatLiteral, quoted, quotedBytes } from "./literal.ts";

/** The value of an option: finished text, the fields of a message, or a list. */
export type OptionValue =
	| { readonly kind: "plain"; readonly text: string }
	| { readonly kind: "message"; readonly fields: readonly NamedValue[] }
	| { readonly kind: "list"; readonly values: readonly OptionValue[] };

type NamedValue = { readonly name: string; readonly value: OptionValue };

/**
 * The most messages inside each other whose extensions are written. Decoders refuse more than 100, but an extension is decoded on its
 * own, and so begins to count anew.
 */
const MOST_DEPTH = 100;

/** Returns the values of a set field. A list or a map has several, and each is an option of its own. */
export function valuesOf(
	field: DescField | DescExtension,
	value: unknown,
	registry: Registry,
	depth = 0,
): readonly OptionValue[] {
	switch (field.fieldKind) {
		case "list":
			return [...iterable(value)].flatMap((item) =>
				elementValue(field, item, registry, depth),
			);
		case "map":
			return [...entries(value)].map(([key, item]) => ({
				kind: "message",
				fields: [
					{ name: "key", value: scalarValue(field.mapKey, key) },
					...elementValue(field, item, registry, depth).map((element) => ({
						name: "value",
						value: element,
					})),
				],
			}));
		default:
			return elementValue(field, value, registry, depth);
	}
}

function iterable(value: unknown): Iterable<unknown> {
	return isIterable(value) ? value : [];
}

function isIterable(value: unknown): value is Iterable<unknown> {
	return (
		typeof value === "object" && value !== null && Symbol.iterator in value
	);
}

function entries(value: unknown): readonly (readonly [unknown, unknown])[] {
	return [...iterable(value)].flatMap((entry) =>
		Array.isArray(entry) ? [[entry[0], entry[1]] as const] : [],
	);
}

function elementValue(
	field: DescField | DescExtension,
	value: unknown,
	registry: Registry,
	depth: number,
): readonly OptionValue[] {
	if (field.message !== undefined) {
		const message = reflected(field.message, value);
		return message === undefined
			? []
			: [{ kind: "message", fields: fieldsOf(message, registry, depth + 1) }];
	}
	if (field.enum !== undefined) return [enumValue(field.enum, value)];
	return [scalarValue(field.scalar, value)];
}

/** Returns a reflected message; undefined for one that protobuf-es reads as plain JSON (google.protobuf.Struct in an extension). */
function reflected(
	type: DescMessage,
	value: unknown,
): ReflectMessage | undefined {
	if (isReflectMessage(value)) return value;
	return isMessage(value, type) ? reflect(type, value) : undefined;
}

function enumValue(type: DescEnum, value: unknown): OptionValue {
	const number = Number(value);
	return { kind: "plain", text: type.value[number]?.name ?? String(number) };
}

function scalarValue(type: ScalarType, value: unknown): OptionValue {
	if (value instanceof Uint8Array)
		return { kind: "plain", text: quotedBytes(value) };
	if (type === ScalarType.STRING)
		return { kind: "plain", text: quoted(String(value)) };
	if (type === ScalarType.FLOAT)
		return { kind: "plain", text: floatLiteral(Number(value)) };
	if (type === ScalarType.DOUBLE)
		return { kind: "plain", text: doubleLiteral(Number(value)) };
	return { kind: "plain", text: String(value) };
}

/** Returns the set fields of a message and the extensions that the registry has, by number. */
function fieldsOf(
	message: ReflectMessage,
	registry: Registry,
	depth: number,
): readonly NamedValue[] {
	const own = message.sortedFields
		.filter((field) => message.isSet(field))
		.map((field) => ({
			number: field.number,
			name: field.name,
			values: valuesOf(field, message.get(field), registry, depth),
			shape: shapeOf(field),
		}));
	const extensions =
		depth > MOST_DEPTH
			? []
			: knownExtensions(message.desc, message.message, registry);
	const foreign = extensions.map(({ extension, value }) => ({
		number: extension.number,
		name: `[${extension.typeName}]`,
		values: valuesOf(extension, value, registry, depth),
		shape: shapeOf(extension),
	}));
	return [...own, ...foreign]
		.toSorted((a, b) => a.number - b.number)
		.flatMap(({ name, values, shape }): readonly NamedValue[] =>
			shape === "many"
				? [{ name, value: { kind: "list", values } }]
				: values.map((value) => ({ name, value })),
		);
}

function shapeOf(field: DescField | DescExtension): "one" | "many" {
	return field.fieldKind === "list" || field.fieldKind === "map"
		? "many"
		: "one";
}
