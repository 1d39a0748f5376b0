import type { DescField, JsonValue } from "@bufbuild/protobuf";
import { prepareMapKey } from "./map-key.ts";
import { type JsonNode, quote } from "./node.ts";
import { prepareMessage } from "./prepare-message.ts";
import { prepareEnum, prepareScalar } from "./prepare-scalar.ts";
import { emptyObject } from "./prepare-well-known.ts";
import {
	checkField,
	type JsonReading,
	type Member,
	type Place,
	refuseKind,
	refuseValue,
} from "./reading.ts";

/** Returns the JSON of a field's value, list or map in the form that fromJson reads without loss. */
export function prepareField(
	node: JsonNode,
	member: Member,
	place: Place,
	reading: JsonReading,
): JsonValue {
	const { field } = member;
	if (field.fieldKind === "list")
		return prepareList(node, member, place, reading);
	if (field.fieldKind === "map")
		return prepareMap(node, member, place, reading);
	const json = prepareValue(node, field, place, reading);
	if (field.fieldKind !== "message")
		checkField(json, member, node, place.path, reading);
	return json;
}

/** Whether null is a value of the field's type. For other types it means that the field is not set. */
export function takesNull({ message, enum: descEnum }: DescField): boolean {
	return (
		message?.typeName === "google.protobuf.Value" ||
		descEnum?.typeName === "google.protobuf.NullValue"
	);
}

function prepareList(
	node: JsonNode,
	member: Member,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind !== "array") return refuseKind(node, "an array", path, reading);
	return node.items.map((item, index) => {
		const place = { path: `${path}[${index}]`, depth };
		const json = prepareItem(item, member, place, reading);
		if (member.field.message === undefined)
			checkField([json], member, item, place.path, reading);
		return json;
	});
}

function prepareMap(
	node: JsonNode,
	member: Member,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	const { field } = member;
	if (node.kind !== "object" || field.fieldKind !== "map")
		return refuseKind(node, "an object", path, reading);
	const json = emptyObject();
	for (const entry of node.members) {
		const key = prepareMapKey(entry, field, path, reading);
		if (key in json)
			reading.refuse({
				at: entry.at,
				path,
				problem: `the key ${quote(entry.name)} is given more than once`,
			});
		const place = { path: `${path}[${JSON.stringify(key)}]`, depth };
		json[key] = prepareItem(entry.value, member, place, reading);
		if (field.message === undefined)
			checkField(
				{ [key]: json[key] ?? null },
				member,
				entry.value,
				place.path,
				reading,
			);
	}
	return json;
}

function prepareItem(
	node: JsonNode,
	{ field }: Member,
	place: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind === "null" && !takesNull(field))
		return refuseValue(node, field, place.path, reading);
	return prepareValue(node, field, place, reading);
}

function prepareValue(
	node: JsonNode,
	field: DescField,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (field.message !== undefined)
		return prepareMessage(
			node,
			field.message,
			{ path, depth: depth + 1 },
			reading,
		);
	return field.scalar === undefined
		? prepareEnum(node)
		: prepareScalar(node, field.scalar);
}
