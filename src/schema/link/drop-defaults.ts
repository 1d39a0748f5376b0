import {
	clearField,
	type DescExtension,
	type DescField,
	type FileRegistry,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import { FieldDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

const { defaultValue: DEFAULT } = FieldDescriptorProtoSchema.field;

/** Takes the defaults from fields that no compiler would let them have: protobuf-es reads one when it makes a message, and throws. */
export function dropUnreadableDefaults(registry: FileRegistry): void {
	for (const type of registry) {
		if (type.kind === "message") type.fields.forEach(dropUnreadable);
		if (type.kind === "extension") dropUnreadable(type);
	}
}

function dropUnreadable(field: DescField | DescExtension): void {
	if (!isFieldSet(field.proto, DEFAULT)) return;
	if (!isReadable(field)) clearField(field.proto, DEFAULT);
}

function isReadable(field: DescField | DescExtension): boolean {
	if (field.fieldKind === "list" || field.fieldKind === "map") return true;
	try {
		return isReal(field) || !Number.isNaN(field.getDefaultValue());
	} catch {
		return false;
	}
}

/** Whether a value may be no number. */
function isReal({ scalar }: DescField | DescExtension): boolean {
	return scalar === ScalarType.DOUBLE || scalar === ScalarType.FLOAT;
}
