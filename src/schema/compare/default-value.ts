import {
	type DescExtension,
	type DescField,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import { FieldDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

/**
 * Returns the value that a reader sees in a lone field that is not set. Returns an empty string for the zero value of any type,
 * and for a field without a default. Bools, enums and numbers all return the number: where a reader may take one type for
 * another, the number stays the same.
 */
export function defaultOf(field: DescField | DescExtension): string {
	const text = textOf(field);
	switch (field.fieldKind) {
		case "enum": {
			const { values } = field.enum;
			const value = values.find(({ name }) => name === text) ?? values[0];
			return numberText(value?.number ?? 0);
		}
		case "scalar":
			return text === undefined ? "" : scalarText(field.scalar, text);
		default:
			return "";
	}
}

function textOf({ proto }: DescField | DescExtension): string | undefined {
	return isFieldSet(proto, FieldDescriptorProtoSchema.field.defaultValue)
		? proto.defaultValue
		: undefined;
}

function scalarText(type: ScalarType, text: string): string {
	switch (type) {
		case ScalarType.STRING:
		case ScalarType.BYTES:
			return text;
		case ScalarType.BOOL:
			return text === "true" ? "1" : "";
		case ScalarType.DOUBLE:
			return realText(Number(text), text);
		case ScalarType.FLOAT:
			// protoc writes 0.1 here, and buf writes the float itself: 0.10000000149011612.
			return realText(Math.fround(Number(text)), text);
		default:
			// The text stays as it is, because a JavaScript number does not hold every integer of 64 bits.
			return /^-?0$/.test(text) ? "" : text;
	}
}

/** JavaScript's `Number` does not parse `inf` and `nan`. */
function realText(value: number, text: string): string {
	return Number.isFinite(value) ? numberText(value) : text;
}

function numberText(value: number): string {
	return value === 0 ? "" : String(value);
}
