import {
	type DescField,
	type DescMessage,
	fromJson,
	type JsonValue,
	type Registry,
	ScalarType,
} from "@bufbuild/protobuf";
import { nearHint, type Refuse, SEPARATELY } from "../fault/input-fault.ts";
import { extensionField, extensionNames } from "../wire/extension.ts";
import { expectedMessage, expectedValue } from "./expectation.ts";
import { fieldNames } from "./field-names.ts";
import { describeNode, type JsonMember, type JsonNode, quote } from "./node.ts";

/** How JSON is made ready for fromJson. */
export type JsonReading = {
	readonly registry: Registry;
	readonly unknownFields: "refuse" | "allow";
	readonly refuse: Refuse;
	/** `each` asks fromJson about every single value, to find the one it refused among all; `none` leaves it to the whole. */
	readonly judge: "each" | "none";
	/** Takes the type URLs that fromJson does not keep, by path. */
	readonly typeUrls: Map<string, string>;
};

/** Where a value stands. */
export type Place = {
	/** Such as `user.address[2].zip`. */
	readonly path: string;
	/** Messages around it, itself included. */
	readonly depth: number;
};

/** A field or extension by the key that fromJson takes for it in messages of `owner`. */
export type Member = {
	readonly field: DescField;
	readonly owner: DescMessage;
	readonly key: string;
};

/** Finds what a name in a JSON object stands for; undefined for one that may be ignored. */
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
	if (extension !== undefined) return extension;
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
): Member | undefined {
	if (!name.startsWith("[") || !name.endsWith("]")) return undefined;
	const extension = registry.getExtension(name.slice(1, -1));
	if (extension?.extendee.typeName !== desc.typeName) return undefined;
	return { field: extensionField(extension), owner: desc, key: name };
}

/** Has fromJson judge one value of a scalar or enum field, given as the whole field: an item as a list of one. */
export function judgeField(
	json: JsonValue,
	{ field, owner, key }: Member,
	node: JsonNode,
	path: string,
	reading: JsonReading,
): void {
	if (reading.judge === "none") return;
	if (!takes(owner, { [key]: json }, reading))
		refuseValue(node, field, path, reading);
}

/** Has fromJson judge a message that ProtoJSON writes in a form of its own. */
export function judgeMessage(
	json: JsonValue,
	desc: DescMessage,
	node: JsonNode,
	path: string,
	reading: JsonReading,
): void {
	if (reading.judge === "none" || takes(desc, json, reading)) return;
	refuseKind(node, expectedMessage(desc), path, reading);
}

function takes(
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

/** Refuses one value of a field: of a list an item, of a map a value. */
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
		hint: node.kind === "string" ? hintFor(node.value, field) : [],
	});
}

function hintFor(value: string, field: DescField): readonly string[] {
	if (field.scalar === ScalarType.STRING && !value.isWellFormed())
		return [
			"it has half a character: \\ud800 to \\udbff is followed by \\udc00 to \\udfff",
		];
	return nearHint(value, field.enum?.values.map(({ name }) => name) ?? []);
}

/** Refuses a value that is of another kind than its place wants. */
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
