import {
	type DescExtension,
	type DescField,
	ScalarType,
} from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
} from "@bufbuild/protobuf/wkt";
import { fileOf } from "./symbol.ts";

/**
 * Returns a field's type as the source writes it: `group`, `map<…>`, `.pkg.T`, or the keyword of a scalar. In editions, a message
 * with delimited encoding is written as a message.
 */
export function rawType(field: DescField | DescExtension): string {
	if (isGroup(field)) return "group";
	if (field.fieldKind === "map")
		return `map<${scalarName(field.mapKey)}, ${elementType(field)}>`;
	return elementType(field);
}

/**
 * Whether a field is written as a group, with its message: that message is of the field's scope and has its name. Others of that type
 * are written as messages. One may even contain itself, since protobuf.js gives this type to delimited fields of edition 2023.
 */
function isGroup(field: DescField | DescExtension): boolean {
	const { message, proto, parent } = field;
	return (
		proto.type === FieldDescriptorProto_Type.GROUP &&
		message?.parent === parent &&
		message?.file === fileOf(field) &&
		message.name.toLowerCase() === field.name.toLowerCase()
	);
}

function elementType(field: DescField | DescExtension): string {
	if (field.message !== undefined) return `.${field.message.typeName}`;
	if (field.enum !== undefined) return `.${field.enum.typeName}`;
	return scalarName(field.scalar);
}

/** The keyword of a scalar type. */
function scalarName(type: ScalarType): string {
	return (ScalarType[type] ?? "").toLowerCase();
}

/** Returns the label before the type, with a space. Empty in proto3 and editions for a singular field without `optional`. */
export function labelOf(
	field: DescField | DescExtension,
	syntax: string,
): string {
	const { label, proto3Optional } = field.proto;
	if (proto3Optional) return "optional ";
	if (field.fieldKind === "map" || field.oneof !== undefined) return "";
	switch (label) {
		case FieldDescriptorProto_Label.REPEATED:
			return "repeated ";
		case FieldDescriptorProto_Label.REQUIRED:
			return "required ";
		case FieldDescriptorProto_Label.OPTIONAL:
			return syntax === "" || syntax === "proto2" ? "optional " : "";
	}
}
