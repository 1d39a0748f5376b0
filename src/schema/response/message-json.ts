import {
	type DescExtension,
	type DescField,
	type DescMessage,
	fromBinary,
	type Message,
} from "@bufbuild/protobuf";
import {
	isReflectMessage,
	type ReflectMessage,
	reflect,
} from "@bufbuild/protobuf/reflect";
import { BinaryWriter } from "@bufbuild/protobuf/wire";
import type { ResponseOptions } from "../codec.ts";
import { extensionContainer } from "../wire/extension.ts";
import { customJson } from "./custom-json.ts";
import { enumJson, scalarJson } from "./scalar-json.ts";
import { array, inner, object, type Writing } from "./writing.ts";

/**
 * Returns the JSON of a message in grpcurl's layout: fields by number, maps by key. It also writes what toJson of protobuf-es
 * refuses: an Any of an unknown type, a time out of range.
 */
export function messageJson(
	message: Message,
	desc: DescMessage,
	options: Omit<ResponseOptions, "format">,
): string {
	const writing: Writing = { options, indent: "", depth: 1 };
	return reflectedJson(reflect(desc, message, false), writing);
}

/** Returns the JSON of a message, in ProtoJSON's special form where there is one. */
export function reflectedJson(
	message: ReflectMessage,
	writing: Writing,
): string {
	return (
		customJson(message, writing) ?? object(membersOf(message, writing), writing)
	);
}

/** Returns the members of a message's JSON object: names and JSON values. */
export function membersOf(
	message: ReflectMessage,
	writing: Writing,
): readonly (readonly [string, string])[] {
	const { fieldNames } = writing.options;
	const deeper = inner(writing);
	const members: [string, string][] = [];
	for (const field of message.sortedFields) {
		const json = message.isSet(field)
			? fieldJson(message, field, deeper)
			: defaultJson(message, field, deeper);
		if (json === undefined) continue;
		members.push([fieldNames === "json" ? field.jsonName : field.name, json]);
	}
	for (const extension of extensionsOf(message, writing))
		members.push([
			`[${extension.typeName}]`,
			extensionJson(message, extension, deeper),
		]);
	return members;
}

/**
 * Returns the JSON of a field that is not set: null for a message, undefined for a field of a oneof or with proto3's `optional`.
 */
function defaultJson(
	message: ReflectMessage,
	field: DescField,
	writing: Writing,
): string | undefined {
	const isOptional = field.oneof !== undefined || field.proto.proto3Optional;
	if (writing.options.defaults === "omit" || isOptional) return undefined;
	return field.fieldKind === "message"
		? "null"
		: fieldJson(message, field, writing);
}

function fieldJson(
	message: ReflectMessage,
	field: DescField,
	writing: Writing,
): string {
	switch (field.fieldKind) {
		case "list": {
			const items: string[] = [];
			const deeper = inner(writing);
			for (const item of message.get(field))
				items.push(valueJson(field, item, deeper));
			return array(items, writing);
		}
		case "map":
			return mapJson(message, field, writing);
		default:
			return valueJson(field, message.get(field), writing);
	}
}

function mapJson(
	message: ReflectMessage,
	field: DescField & { readonly fieldKind: "map" },
	writing: Writing,
): string {
	const entries = [...message.get(field)].sort(([one], [other]) =>
		compareKeys(one, other),
	);
	const deeper = inner(writing);
	const members = entries.map(
		([key, value]) => [String(key), valueJson(field, value, deeper)] as const,
	);
	return object(members, writing);
}

/** Compares map keys: numbers by size, strings by code units, false before true. */
function compareKeys(one: unknown, other: unknown): number {
	if (typeof one === "number" && typeof other === "number") return one - other;
	if (typeof one === "bigint" && typeof other === "bigint")
		return one < other ? -1 : 1;
	return String(one) < String(other) ? -1 : 1;
}

/** Writes one value of a field: an item of a list, a value of a map. */
function valueJson(field: DescField, value: unknown, writing: Writing): string {
	if (field.scalar !== undefined) return scalarJson(field.scalar, value);
	if (field.enum !== undefined)
		return enumJson(field.enum, Number(value), writing.options.enums);
	return isReflectMessage(value) ? reflectedJson(value, writing) : "null";
}

/**
 * Returns the extensions of a message that the registry has, by number. protobuf-es keeps their bytes among the unknown fields.
 */
function extensionsOf(
	message: ReflectMessage,
	{ options }: Writing,
): readonly DescExtension[] {
	const unknown = message.getUnknown();
	if (unknown === undefined) return [];
	return [...new Set(unknown.map(({ no }) => no))]
		.sort((one, other) => one - other)
		.flatMap(
			(number) => options.registry.getExtensionFor(message.desc, number) ?? [],
		);
}

function extensionJson(
	message: ReflectMessage,
	extension: DescExtension,
	writing: Writing,
): string {
	const container = extensionContainer(extension);
	const writer = new BinaryWriter();
	for (const { no, wireType, data } of message.getUnknown() ?? [])
		if (no === extension.number) writer.tag(no, wireType).raw(data);
	const value = reflect(
		container,
		fromBinary(container, writer.finish()),
		false,
	);
	const [field] = container.fields;
	return field === undefined ? "null" : fieldJson(value, field, writing);
}
