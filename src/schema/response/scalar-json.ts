import { type DescEnum, ScalarType } from "@bufbuild/protobuf";
import { shortestFloat } from "../shortest-float.ts";

/** Returns the JSON of a scalar as in ProtoJSON: 64-bit integers, NaN and infinities in quotes, bytes as base64. */
export function scalarJson(scalar: ScalarType, value: unknown): string {
	switch (scalar) {
		case ScalarType.STRING:
			return JSON.stringify(value);
		case ScalarType.BYTES:
			return value instanceof Uint8Array ? base64Json(value) : '""';
		case ScalarType.FLOAT:
			return numberJson(shortestFloat(Number(value)));
		case ScalarType.DOUBLE:
			return numberJson(Number(value));
		case ScalarType.INT64:
		case ScalarType.UINT64:
		case ScalarType.SINT64:
		case ScalarType.FIXED64:
		case ScalarType.SFIXED64:
			return `"${value}"`;
		default:
			return String(value);
	}
}

/** Returns the JSON of a double. NaN and the infinities are written as their names, in quotes. */
export function numberJson(value: number): string {
	if (!Number.isFinite(value)) return `"${value}"`;
	return Object.is(value, -0) ? "-0" : String(value);
}

/** Returns bytes as a JSON string of standard base64. */
export function base64Json(bytes: Uint8Array): string {
	const { buffer, byteOffset, byteLength } = bytes;
	return `"${Buffer.from(buffer, byteOffset, byteLength).toString("base64")}"`;
}

/** Returns the JSON of an enum value: its name, or its number where it has no name or `style` is `numbers`. */
export function enumJson(
	desc: DescEnum,
	value: number,
	style: "names" | "numbers",
): string {
	if (desc.typeName === "google.protobuf.NullValue") return "null";
	const name = style === "names" ? desc.value[value]?.name : undefined;
	return name === undefined ? String(value) : JSON.stringify(name);
}
