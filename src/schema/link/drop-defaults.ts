import {
	clearField,
	type DescExtension,
	type DescField,
	type FileRegistry,
	isFieldSet,
	ScalarType,
} from "@bufbuild/protobuf";
import { FieldDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { inRange } from "../json/integer.ts";

const { defaultValue: DEFAULT } = FieldDescriptorProtoSchema.field;

/** Removes defaults that no compiler accepts. protobuf-es reads a default when it makes a message, and then throws or reads it wrong. */
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

/**
 * Whether compilers accept the default. protobuf-es reads `12abc` as 12, `yes` as false, and any number for every numeric type.
 */
function isReadable(field: DescField | DescExtension): boolean {
	if (field.fieldKind === "list" || field.fieldKind === "map") return true;
	const { scalar } = field;
	const text = field.proto.defaultValue;
	switch (scalar) {
		case undefined:
		case ScalarType.STRING:
		case ScalarType.BYTES:
			return isParsed(() => field.getDefaultValue());
		case ScalarType.BOOL:
			return text === "true" || text === "false";
		case ScalarType.DOUBLE:
		case ScalarType.FLOAT:
			return REAL.test(text);
		default:
			return INTEGER.test(text) && inRange(scalar, text);
	}
}

function isParsed(parse: () => unknown): boolean {
	try {
		parse();
		return true;
	} catch {
		return false;
	}
}

/** Numbers as compilers write them (descriptor.proto, FieldDescriptorProto.default_value). No integer has more than 40 digits. */
const INTEGER = /^-?\d{1,40}$/;
const REAL = /^-?(inf|nan|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)$/;
