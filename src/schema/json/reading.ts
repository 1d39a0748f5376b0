import {
	type DescExtension,
	type DescField,
	type DescMessage,
	fromJson,
	type JsonValue,
	type Registry,
	ScalarType,
} from "@bufbuild/protobuf";
import { nearHint, type Refuse, SEPARATELY } from "../fault/input-fault.ts";
import { extensionField, extensionNames } from "../wire/extension.ts";
import { whyUnsendable } from "../wire/message-set.ts";
import { expectedMessage, expectedValue } from "./expectation.ts";
import { fieldNames } from "./field-names.ts";
import { describeNode, type JsonMember, type JsonNode, quote } from "./node.ts";

/** The settings and the state of preparing JSON for fromJson. */
export type JsonReading = {
	readonly registry: Registry;
	readonly unknownFields: "refuse" | "allow";
	readonly refuse: Refuse;
	/**
	 * `each` gives fromJson every value by itself, to find the one that it refuses. `none` leaves the check to the whole message.
	 */
	readonly check: "each" | "none";
	/** Collects, by path, the type URLs that fromJson does not keep. */
	readonly typeUrls: Map<string, string>;
};

/** The place of a value in the message. */
export type Place = {
	/** A path such as `user.address[2].zip`. */
	readonly path: string;
	/** How many messages enclose the value; a message counts itself. */
	readonly depth: number;
};

/** A field or an extension, and the key that fromJson expects for it in a message of `owner`. */
export type Member = {
	readonly field: DescField;
	readonly owner: DescMessage;
	readonly key: string;
};

/** Returns the field that a name in a JSON object refers to, or undefined for an unknown name that may be ignored. */
export function findMember(
	{ name, at }: JsonMember,
	desc: DescMessage,
	path: string,
	reading: JsonReading,
): Member | undefined {
	const { byName } = fieldNames(desc);
	const field = byName.get(name);
	if (field !== undefined) return { field, owner: desc, key: field.jsonName };
	const extension = findExtension(name, desc, reading.registry);
	if (extension !== undefined) {
		const problem = whyUnsendable(extension);
		if (problem !== undefined) reading.refuse({ at, path, problem });
		return { field: extensionField(extension), owner: desc, key: name };
	}
	if (reading.unknownFields === "allow") return undefined;
	return reading.refuse({
		at,
		path,
		problem: `${desc.typeName} has no field ${quote(name)}`,
		hint: name.startsWith("[")
			? nearHint(name, extensionNames(desc, reading.registry))
			: nearHint(
					name,
					[...byName.keys()],
					desc.fields.map(({ jsonName }) => jsonName),
				),
	});
}

function findExtension(
	name: string,
	desc: DescMessage,
	registry: Registry,
): DescExtension | undefined {
	if (!name.startsWith("[") || !name.endsWith("]")) return undefined;
	const extension = registry.getExtension(name.slice(1, -1));
	return extension?.extendee.typeName === desc.typeName ? extension : undefined;
}

/** Lets fromJson check one value of a scalar or enum field. `json` is the value of the whole field: an item goes in as a list of one. */
export function checkField(
	json: JsonValue,
	{ field, owner, key }: Member,
	node: JsonNode,
	path: string,
	reading: JsonReading,
): void {
	if (reading.check === "none") return;
	if (!isAccepted(owner, { [key]: json }, reading))
		refuseValue(node, field, path, reading);
}

/** Lets fromJson check a message that has a special form in ProtoJSON. */
export function checkMessage(
	json: JsonValue,
	desc: DescMessage,
	node: JsonNode,
	path: string,
	reading: JsonReading,
): void {
	if (reading.check === "none" || isAccepted(desc, json, reading)) return;
	refuseKind(node, expectedMessage(desc), path, reading);
}

function isAccepted(
	desc: DescMessage,
	json: JsonValue,
	{ registry }: JsonReading,
): boolean {
	try {
		fromJson(desc, json, { registry });
		return true;
	} catch {
		return false;
	}
}

/** Refuses one value of a field: an item of a list, a value of a map. */
export function refuseValue(
	node: JsonNode,
	field: DescField,
	path: string,
	{ refuse }: JsonReading,
): never {
	return refuse({
		at: node.at,
		path,
		problem: `expected ${expectedValue(field)}, got ${describeNode(node)}`,
		hint: hintFor(node, field),
	});
}

function hintFor(node: JsonNode, field: DescField): readonly string[] {
	const isText = field.scalar === ScalarType.STRING;
	if (node.kind === "number" && isText)
		return [`write it in quotes: "${describeNode(node)}"`];
	if (node.kind !== "string") return [];
	if (isText && !node.value.isWellFormed())
		return [
			"it has half a character: \\ud800 to \\udbff is followed by \\udc00 to \\udfff",
		];
	return nearHint(node.value, field.enum?.values.map(({ name }) => name) ?? []);
}

/** Refuses a value of the wrong kind. */
export function refuseKind(
	node: JsonNode,
	expected: string,
	path: string,
	{ refuse }: JsonReading,
): never {
	const problem = `expected ${expected}, got ${describeNode(node)}`;
	const isList = path === "" && node.kind === "array";
	return refuse({ at: node.at, path, problem, hint: isList ? SEPARATELY : [] });
}
