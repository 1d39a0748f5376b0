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
 * Gives a JSON value as fromJson takes it for a scalar type. Integers go as strings of their digits, since a JavaScript number holds 53
 * bits. What fromJson would take though ProtoJSON does not (`"0x10"`) becomes something that it refuses.
 */
export function plainScalar(node: JsonNode, scalar: ScalarType): JsonValue {
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

/** Gives a JSON value as fromJson takes it for an enum: a name or a number. */
export function plainEnum(node: JsonNode): JsonValue {
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
