import {
	type DescExtension,
	type DescField,
	type DescFile,
	getExtension,
	hasExtension,
	ScalarType,
} from "@bufbuild/protobuf";
import {
	CppFeatures_StringType,
	cpp,
	Edition,
	FieldOptions_CType,
} from "@bufbuild/protobuf/wkt";

type Field = DescField | DescExtension;

/**
 * Returns the C++ type of a field of text or bytes. The field's ctype decides, then the `string_type` feature of the field, then
 * that of its file: nothing else can have it (its targets in cpp_features.proto). Returns an empty string for other fields.
 */
export function cppStringTypeOf(field: Field): string {
	const { scalar } = field;
	if (scalar !== ScalarType.STRING && scalar !== ScalarType.BYTES) return "";
	const ctype = field.proto.options?.ctype ?? FieldOptions_CType.STRING;
	if (ctype !== FieldOptions_CType.STRING) return FieldOptions_CType[ctype];
	const file = field.kind === "extension" ? field.file : field.parent.file;
	return (
		stringTypeAt(field) ??
		stringTypeAt(file) ??
		(file.edition >= Edition.EDITION_2024 ? "VIEW" : "STRING")
	);
}

function stringTypeAt({ proto }: Field | DescFile): string | undefined {
	const features = proto.options?.features;
	if (features === undefined || !hasExtension(features, cpp)) return undefined;
	const { stringType } = getExtension(features, cpp);
	return stringType === CppFeatures_StringType.STRING_TYPE_UNKNOWN
		? undefined
		: CppFeatures_StringType[stringType];
}
