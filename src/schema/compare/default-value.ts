import {
	type DescExtension,
	type DescField,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import { FieldDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

/**
 * What a reader takes a lone field to hold that is not there; empty for a zero of any type, and for a field that has no default. What is
 * no text is a number, as wherever one type may be read as another the number is what stays.
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
			// protoc writes 0.1, and buf the float itself: 0.10000000149011612.
			return realText(Math.fround(Number(text)), text);
		default:
			// A number of 64 bits is more than JavaScript's have.
			return /^-?0$/.test(text) ? "" : text;
	}
}

/** `inf` and `nan` are no numbers of JavaScript's. */
function realText(value: number, text: string): string {
	return Number.isFinite(value) ? numberText(value) : text;
}

function numberText(value: number): string {
	return value === 0 ? "" : String(value);
}
