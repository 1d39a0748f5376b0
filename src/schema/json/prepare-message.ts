import type { DescMessage, JsonObject, JsonValue } from "@bufbuild/protobuf";
import { fieldPath } from "../fault/input-fault.ts";
import { hasCustomJson } from "./custom-json.ts";
import { expectedMessage } from "./expectation.ts";
import { fieldNames } from "./field-names.ts";
import {
	describeNode,
	type JsonMember,
	type JsonNode,
	nestingOf,
	numbersIn,
} from "./node.ts";
import { prepareAny } from "./prepare-any.ts";
import { prepareField, takesNull } from "./prepare-field.ts";
import { emptyObject, prepareWellKnown } from "./prepare-well-known.ts";
import {
	checkMessage,
	findMember,
	type JsonReading,
	type Member,
	type Place,
	refuseKind,
} from "./reading.ts";

/** How deep messages may be nested: the depth that every protobuf implementation accepts. */
const MAX_DEPTH = 100;

/**
 * Returns the JSON of a message with names and numbers that fromJson reads without loss. It checks the structure here, where the
 * place of a fault is known: unknown, repeated and contradicting names, nesting, missing required fields, types of Any.
 */
export function prepareMessage(
	node: JsonNode,
	desc: DescMessage,
	place: Place,
	reading: JsonReading,
): JsonValue {
	refuseDeep(node, place.depth, place.path, reading);
	if (desc.typeName === "google.protobuf.Any")
		return prepareAny(node, desc, place, reading);
	if (hasCustomJson(desc)) {
		refuseDeep(node, place.depth + nestingOf(node), place.path, reading);
		if (desc.file.name === STRUCT) refuseInfinite(node, place.path, reading);
		const json = prepareWellKnown(node, desc);
		checkMessage(json, desc, node, place.path, reading);
		return json;
	}
	if (node.kind !== "object")
		return refuseKind(node, expectedMessage(desc), place.path, reading);
	return prepareFields(node, node.members, desc, place, reading);
}

function refuseDeep(
	{ at }: JsonNode,
	depth: number,
	path: string,
	{ refuse }: JsonReading,
): void {
	if (depth > MAX_DEPTH)
		refuse({ at, path, problem: `messages nest more than ${MAX_DEPTH} deep` });
}

/** The file of google.protobuf.Value, Struct and ListValue. */
const STRUCT = "google/protobuf/struct";

/** Refuses a number outside the range of double, which fromJson accepts in a Value. */
function refuseInfinite(
	node: JsonNode,
	path: string,
	{ refuse }: JsonReading,
): void {
	const large = numbersIn(node).find(
		({ text }) => !Number.isFinite(Number(text)),
	);
	if (large === undefined) return;
	const problem = `expected a number within the range of double, got ${describeNode(large)}`;
	refuse({ at: large.at, path, problem });
}

/** Returns the members of an object as the fields of a message. */
export function prepareFields(
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
		// A null means that the field is not set. In an extension fromJson would read it as the default.
		if (member.value.kind === "null" && !takesNull(found.field)) continue;
		const inside = { path: fieldPath(path, nameOf(found)), depth };
		json[found.key] = prepareField(member.value, found, inside, reading);
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

function nameOf({ field, key }: Member): string {
	return key.startsWith("[") ? key : field.name;
}

/** Refuses a field that is given by both of its names, and a second field of a oneof. A null does not count for a oneof. */
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
