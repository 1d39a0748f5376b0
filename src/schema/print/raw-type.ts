import {
	type DescExtension,
	type DescField,
	ScalarType,
} from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
} from "@bufbuild/protobuf/wkt";

/** What the source calls a field's type: `group`, `.pkg.T`, or the keyword of a scalar. Editions write delimited messages as messages. */
export function rawType(field: DescField | DescExtension): string {
	if (field.proto.type === FieldDescriptorProto_Type.GROUP) return "group";
	if (field.fieldKind === "map")
		return `map<${scalarName(field.mapKey)}, ${elementType(field)}>`;
	return elementType(field);
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

/** The word before the type, with its space, or nothing. Proto3 and editions have none for a singular field without presence of its own. */
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
