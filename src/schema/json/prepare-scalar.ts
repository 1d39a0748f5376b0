import { type JsonValue, ScalarType } from "@bufbuild/protobuf";
import { integerDigits, isInteger, isNumberText } from "./integer.ts";
import type { JsonNode } from "./node.ts";

/** A value that fromJson refuses for every scalar type and enum. */
const REFUSED: JsonValue = [];
const NOT_FINITE: ReadonlySet<string> = new Set([
	"NaN",
	"Infinity",
	"-Infinity",
]);

/**
 * Returns the JSON value that fromJson reads for a scalar type. Integers become strings of their digits, because a JavaScript
 * number holds 53 bits. A value that fromJson accepts and ProtoJSON does not (`"0x10"`) becomes one that fromJson refuses.
 */
export function prepareScalar(node: JsonNode, scalar: ScalarType): JsonValue {
	switch (node.kind) {
		case "object":
		case "array":
			return REFUSED;
		case "number":
			return numberJson(node.text, scalar);
		case "string":
			return stringJson(node.value, scalar);
		case "boolean":
			return node.value;
		case "null":
			return null;
	}
}

/** Returns the JSON value that fromJson reads for an enum: a name or a number. */
export function prepareEnum(node: JsonNode): JsonValue {
	switch (node.kind) {
		case "number":
			return Number(node.text);
		case "string":
			return node.value;
		case "null":
			return null;
		default:
			return REFUSED;
	}
}

function numberJson(text: string, scalar: ScalarType): JsonValue {
	return isInteger(scalar) ? (integerDigits(text) ?? REFUSED) : Number(text);
}

function stringJson(text: string, scalar: ScalarType): JsonValue {
	if (isInteger(scalar)) return integerDigits(text) ?? REFUSED;
	if (scalar !== ScalarType.DOUBLE && scalar !== ScalarType.FLOAT) return text;
	return NOT_FINITE.has(text) || isNumberText(text) ? text : REFUSED;
}
