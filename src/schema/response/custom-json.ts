import {
	type DescMessage,
	fromBinary,
	isMessage,
	toJson,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import {
	type Any,
	AnySchema,
	isWrapperDesc,
	type ListValue,
	ListValueSchema,
	type Struct,
	StructSchema,
	type Value,
	ValueSchema,
} from "@bufbuild/protobuf/wkt";
import {
	hasCustomJson,
	isValueInAny,
	typeNameOf,
} from "../json/custom-json.ts";
import { findWireFault } from "../wire/find-wire-fault.ts";
import { membersOf, reflectedJson } from "./message-json.ts";
import { base64Json, numberJson, scalarJson } from "./scalar-json.ts";
import { array, inner, object, type Writing } from "./writing.ts";

/** The deepest level of JSON at which an Any is unpacked: the decoder's bound starts anew for the bytes of each Any. */
const MAX_ANY_DEPTH = 200;

/**
 * Writes a well-known type in its special form. Returns undefined for other messages, and for values that the form cannot
 * express, such as a time in the year 12000: the caller writes those by their fields.
 */
export function customJson(
	{ desc, message }: ReflectMessage,
	writing: Writing,
): string | undefined {
	if (!desc.typeName.startsWith("google.protobuf.")) return undefined;
	if (isMessage(message, AnySchema)) return anyJson(message, writing);
	if (isMessage(message, StructSchema)) return structJson(message, writing);
	if (isMessage(message, ValueSchema)) return valueJson(message, writing);
	if (isMessage(message, ListValueSchema)) return listJson(message, writing);
	if (!hasCustomJson(desc)) return undefined;
	const [value] = desc.fields;
	if (isWrapperDesc(desc) && value?.scalar !== undefined)
		return scalarJson(value.scalar, reflect(desc, message, false).get(value));
	try {
		return JSON.stringify(toJson(desc, message));
	} catch {
		return undefined;
	}
}

function structJson({ fields }: Struct, writing: Writing): string {
	const members = Object.keys(fields)
		.sort()
		.map((name) => {
			const value = fields[name];
			return [
				name,
				value === undefined ? "null" : valueJson(value, inner(writing)),
			] as const;
		});
	return object(members, writing);
}

function listJson({ values }: ListValue, writing: Writing): string {
	return array(
		values.map((value) => valueJson(value, inner(writing))),
		writing,
	);
}

function valueJson({ kind }: Value, writing: Writing): string {
	switch (kind.case) {
		case "numberValue":
			return numberJson(kind.value);
		case "stringValue":
		case "boolValue":
			return JSON.stringify(kind.value);
		case "structValue":
			return structJson(kind.value, writing);
		case "listValue":
			return listJson(kind.value, writing);
		default:
			return "null";
	}
}

/** Unpacks an Any. Where that fails it writes the bytes, as grpcurl does, so that the rest of the message is still shown. */
function anyJson({ typeUrl, value }: Any, writing: Writing): string {
	if (typeUrl === "" && value.length === 0) return "{}";
	const desc = writing.options.registry.getMessage(typeNameOf(typeUrl));
	const problem = whyPacked(desc, typeUrl, value, writing);
	const type = ["@type", JSON.stringify(typeUrl)] as const;
	if (desc === undefined || problem !== undefined) {
		const error = `${problem}; see @value for raw binary message data`;
		return object(
			[type, ["@error", JSON.stringify(error)], ["@value", base64Json(value)]],
			writing,
		);
	}
	const message = reflect(desc, fromBinary(desc, value), false);
	if (isValueInAny(desc))
		return object(
			[type, ["value", reflectedJson(message, inner(writing))]],
			writing,
		);
	return object([type, ...membersOf(message, writing)], writing);
}

function whyPacked(
	desc: DescMessage | undefined,
	typeUrl: string,
	value: Uint8Array,
	{ options, depth }: Writing,
): string | undefined {
	if (desc === undefined) return `${typeNameOf(typeUrl)} is not recognized`;
	if (depth > MAX_ANY_DEPTH) return `nested more than ${MAX_ANY_DEPTH} deep`;
	const fault = findWireFault(desc, value, options.registry);
	return fault === undefined ? undefined : `no ${desc.typeName}: ${fault}`;
}
