import type {
	DescField,
	DescMessage,
	JsonObject,
	JsonValue,
} from "@bufbuild/protobuf";
import { nearHint } from "../fault/input-fault.ts";
import { hasCustomJson, typeNameOf } from "./custom-json.ts";
import { expectedMessage } from "./expectation.ts";
import { fieldNames } from "./field-names.ts";
import { plainMapKey } from "./map-key.ts";
import { type JsonMember, type JsonNode, quote } from "./node.ts";
import { plainEnum, plainScalar } from "./plain-scalar.ts";
import { emptyObject, plainWellKnown } from "./plain-well-known.ts";
import {
	findMember,
	type JsonReading,
	judgeField,
	judgeMessage,
	type Member,
	type Place,
	refuseKind,
	refuseValue,
} from "./reading.ts";

/** What fromJson puts before the name of an Any's type. */
const USUAL_PREFIX = "type.googleapis.com/";

/** Messages inside each other: what every implementation of protobuf takes at least. */
const MAX_DEPTH = 100;

/**
 * Gives the JSON of a message with names and numbers as fromJson takes them without loss. What concerns the structure is checked here,
 * where the place of a fault is known: unknown, repeated and contradicting names, nesting, missing required fields, types of Any.
 */
export function plainMessage(
	node: JsonNode,
	desc: DescMessage,
	place: Place,
	reading: JsonReading,
): JsonValue {
	if (place.depth > MAX_DEPTH)
		reading.refuse({
			at: node.at,
			path: place.path,
			problem: `messages nest more than ${MAX_DEPTH} deep`,
		});
	if (desc.typeName === "google.protobuf.Any")
		return plainAny(node, desc, place, reading);
	if (hasCustomJson(desc)) {
		const json = plainWellKnown(node, desc);
		judgeMessage(json, desc, node, place.path, reading);
		return json;
	}
	if (node.kind !== "object")
		return refuseKind(node, expectedMessage(desc), place.path, reading);
	return plainFields(node, node.members, desc, place, reading);
}

function plainFields(
	node: JsonNode,
	members: readonly JsonMember[],
	desc: DescMessage,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonObject {
	const json = emptyObject();
	const given = new Set<unknown>();
	for (const member of members) {
		const found = findMember(member, desc, path, reading);
		if (found === undefined) continue;
		refuseSecond(found, member, given, path, reading);
		const inside = { path: join(path, found), depth };
		json[found.key] = plainField(member.value, found, inside, reading);
	}
	for (const field of fieldNames(desc).required)
		if ((json[field.jsonName] ?? null) === null)
			reading.refuse({
				at: node.at,
				path,
				problem: `the required field "${field.name}" of ${desc.typeName} is not set`,
			});
	return json;
}

function join(path: string, { field, key }: Member): string {
	const name = key.startsWith("[") ? key : field.name;
	return path === "" ? name : `${path}.${name}`;
}

/** A field may be given by one of its names, and one field of a oneof; null is no value. */
function refuseSecond(
	{ field, key }: Member,
	{ name, at, value }: JsonMember,
	given: Set<unknown>,
	path: string,
	{ refuse }: JsonReading,
): void {
	if (given.has(key))
		refuse({ at, path, problem: `"${name}" is given by its other name too` });
	given.add(key);
	if (field.oneof === undefined || value.kind === "null") return;
	if (given.has(field.oneof))
		refuse({
			at,
			path,
			problem: `"${name}" is the second field of the oneof "${field.oneof.name}", which holds one`,
		});
	given.add(field.oneof);
}

function plainField(
	node: JsonNode,
	member: Member,
	place: Place,
	reading: JsonReading,
): JsonValue {
	const { field } = member;
	if (node.kind === "null" && !takesNull(field)) return null;
	if (field.fieldKind === "list")
		return plainList(node, member, place, reading);
	if (field.fieldKind === "map") return plainMap(node, member, place, reading);
	const json = plainValue(node, field, place, reading);
	if (field.fieldKind !== "message")
		judgeField(json, member, node, place.path, reading);
	return json;
}

/** For these null is a value; for others it is the field left out. */
function takesNull({ message, enum: descEnum }: DescField): boolean {
	return (
		message?.typeName === "google.protobuf.Value" ||
		descEnum?.typeName === "google.protobuf.NullValue"
	);
}

function plainList(
	node: JsonNode,
	member: Member,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind !== "array") return refuseKind(node, "an array", path, reading);
	return node.items.map((item, index) => {
		const place = { path: `${path}[${index}]`, depth };
		const json = plainItem(item, member, place, reading);
		if (member.field.message === undefined)
			judgeField([json], member, item, place.path, reading);
		return json;
	});
}

function plainMap(
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
		const key = plainMapKey(entry, field, path, reading);
		if (key in json)
			reading.refuse({
				at: entry.at,
				path,
				problem: `the key ${quote(entry.name)} is given more than once`,
			});
		const place = { path: `${path}[${JSON.stringify(key)}]`, depth };
		json[key] = plainItem(entry.value, member, place, reading);
		if (field.message === undefined)
			judgeField(
				{ [key]: json[key] ?? null },
				member,
				entry.value,
				place.path,
				reading,
			);
	}
	return json;
}

function plainItem(
	node: JsonNode,
	{ field }: Member,
	place: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind === "null" && !takesNull(field))
		return refuseValue(node, field, place.path, reading);
	return plainValue(node, field, place, reading);
}

function plainValue(
	node: JsonNode,
	field: DescField,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (field.message !== undefined)
		return plainMessage(
			node,
			field.message,
			{ path, depth: depth + 1 },
			reading,
		);
	return field.scalar === undefined
		? plainEnum(node)
		: plainScalar(node, field.scalar);
}

/** An Any is the object of the message that it holds, or that message's own form under `value`, and `@type` beside it. */
function plainAny(
	node: JsonNode,
	any: DescMessage,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonValue {
	if (node.kind !== "object")
		return refuseKind(node, expectedMessage(any), path, reading);
	if (node.members.length === 0) return {};
	const [type, desc] = typeOfAny(node, any, path, reading);
	const inner = { path, depth: depth + 1 };
	const rest = node.members.filter(
		(member) => member !== type && !isEmptyValue(member, desc),
	);
	const json = hasCustomJson(desc)
		? customInAny(node, rest, desc, inner, reading)
		: plainFields(node, rest, desc, inner, reading);
	const typeUrl = type.value.kind === "string" ? type.value.value : "";
	if (typeUrl !== USUAL_PREFIX + desc.typeName)
		reading.typeUrls.set(path, typeUrl);
	json["@type"] = typeUrl;
	return json;
}

/** An empty message has its `value`, or goes without. */
function isEmptyValue({ name, value }: JsonMember, desc: DescMessage): boolean {
	return (
		desc.typeName === "google.protobuf.Empty" &&
		name === "value" &&
		value.kind === "object" &&
		value.members.length === 0
	);
}

function typeOfAny(
	node: JsonNode & { readonly kind: "object" },
	any: DescMessage,
	path: string,
	reading: JsonReading,
): readonly [JsonMember, DescMessage] {
	const type = node.members.find(({ name }) => name === "@type");
	if (type?.value.kind !== "string")
		return refuseKind(type?.value ?? node, expectedMessage(any), path, reading);
	const typeName = typeNameOf(type.value.value);
	const desc = reading.registry.getMessage(typeName);
	if (desc !== undefined) return [type, desc];
	return reading.refuse({
		at: type.value.at,
		path,
		problem: `no message type ${quote(typeName)} in the schema, which "@type" names`,
		hint: nearHint(typeName, messageNames(reading)),
	});
}

function messageNames({ registry }: JsonReading): readonly string[] {
	return [...registry].flatMap((type) =>
		type.kind === "message" ? [type.typeName] : [],
	);
}

function customInAny(
	node: JsonNode,
	members: readonly JsonMember[],
	desc: DescMessage,
	{ path, depth }: Place,
	reading: JsonReading,
): JsonObject {
	const value = members.find(({ name }) => name === "value");
	const other = members.find((member) => member !== value);
	if (value === undefined || (other && reading.unknownFields === "refuse"))
		return reading.refuse({
			at: other?.at ?? node.at,
			path,
			problem: `an Any of ${desc.typeName} holds it under "value"${other ? ", and nothing else" : ""}`,
		});
	const place = { path: path === "" ? "value" : `${path}.value`, depth };
	return Object.assign(emptyObject(), {
		value: plainMessage(value.value, desc, place, reading),
	});
}
