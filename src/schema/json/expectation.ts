import {
	type DescField,
	type DescMessage,
	ScalarType,
} from "@bufbuild/protobuf";
import { isWrapperDesc } from "@bufbuild/protobuf/wkt";

/** What a value must look like, for the sentence "expected …, got …". */
const SCALARS: Readonly<Record<ScalarType, string>> = {
	[ScalarType.DOUBLE]: "a number within the range of double",
	[ScalarType.FLOAT]: "a number within the range of float",
	[ScalarType.INT64]: "an integer within the range of int64",
	[ScalarType.UINT64]: "an integer within the range of uint64",
	[ScalarType.INT32]: "an integer within the range of int32",
	[ScalarType.FIXED64]: "an integer within the range of fixed64",
	[ScalarType.FIXED32]: "an integer within the range of fixed32",
	[ScalarType.BOOL]: "true or false",
	[ScalarType.STRING]: "a string",
	[ScalarType.BYTES]: "a string of base64",
	[ScalarType.UINT32]: "an integer within the range of uint32",
	[ScalarType.SFIXED32]: "an integer within the range of sfixed32",
	[ScalarType.SFIXED64]: "an integer within the range of sfixed64",
	[ScalarType.SINT32]: "an integer within the range of sint32",
	[ScalarType.SINT64]: "an integer within the range of sint64",
};

const WELL_KNOWN: Readonly<Record<string, string>> = {
	"google.protobuf.Any": 'an object with "@type"',
	"google.protobuf.Timestamp": 'a time such as "2026-01-31T12:00:00Z"',
	"google.protobuf.Duration": 'a duration such as "1.5s"',
	"google.protobuf.FieldMask": 'field paths such as "user.name,user.id"',
	"google.protobuf.Struct": "an object",
	"google.protobuf.Value": "a JSON value",
	"google.protobuf.ListValue": "an array",
};

/** Returns what a value of a scalar type must be. */
export function expectedScalar(scalar: ScalarType): string {
	return SCALARS[scalar];
}

/** Returns what a message must be in JSON. */
export function expectedMessage(desc: DescMessage): string {
	const value = isWrapperDesc(desc) ? desc.fields[0]?.scalar : undefined;
	if (value !== undefined) return expectedScalar(value);
	return WELL_KNOWN[desc.typeName] ?? `an object for ${desc.typeName}`;
}

/** Returns what one value of a field must be: an item of a list, a value of a map. */
export function expectedValue(field: DescField): string {
	if (field.scalar !== undefined) return expectedScalar(field.scalar);
	if (field.enum !== undefined) return `a value of ${field.enum.typeName}`;
	if (field.message !== undefined) return expectedMessage(field.message);
	return "a value";
}
