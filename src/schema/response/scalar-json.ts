import { type DescEnum, ScalarType } from "@bufbuild/protobuf";
import { shortestFloat } from "../shortest-float.ts";

/** Writes a scalar as ProtoJSON does: 64-bit integers and what is no number in quotes, bytes as base64. */
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

/** Writes a double; NaN and the infinities have no JSON but their names. */
export function numberJson(value: number): string {
	if (!Number.isFinite(value)) return `"${value}"`;
	return Object.is(value, -0) ? "-0" : String(value);
}

/** Writes bytes as standard base64. */
export function base64Json(bytes: Uint8Array): string {
	const { buffer, byteOffset, byteLength } = bytes;
	return `"${Buffer.from(buffer, byteOffset, byteLength).toString("base64")}"`;
}

/** Writes an enum by its name, or its number where it has none or numbers are asked for. */
export function enumJson(
	desc: DescEnum,
	value: number,
	style: "names" | "numbers",
): string {
	if (desc.typeName === "google.protobuf.NullValue") return "null";
	const name = style === "names" ? desc.value[value]?.name : undefined;
	return name === undefined ? String(value) : JSON.stringify(name);
}
