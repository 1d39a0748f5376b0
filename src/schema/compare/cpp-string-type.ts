import {
	type DescExtension,
	type DescField,
	type DescFile,
	type DescMessage,
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
 * Returns the C++ type of a field of text or bytes. The field's ctype decides, then the nearest `string_type` feature: of the
 * field, of what encloses it, or of its file (cpp_features.proto). Returns an empty string for other fields.
 */
export function cppStringTypeOf(field: Field): string {
	const { scalar } = field;
	if (scalar !== ScalarType.STRING && scalar !== ScalarType.BYTES) return "";
	const ctype = field.proto.options?.ctype ?? FieldOptions_CType.STRING;
	if (ctype !== FieldOptions_CType.STRING) return FieldOptions_CType[ctype];
	const said = levelsOf(field).map(stringTypeAt);
	const own = said.find((type) => type !== undefined);
	return (
		own ?? (fileOf(field).edition >= Edition.EDITION_2024 ? "VIEW" : "STRING")
	);
}

/** The declarations whose features apply to a field, the nearest first. */
function levelsOf(field: Field): readonly Level[] {
	const levels: Level[] = [field];
	if (field.oneof !== undefined) levels.push(field.oneof);
	for (let around = field.parent; around; around = around.parent)
		levels.push(around);
	return [...levels, fileOf(field)];
}

function fileOf(field: Field): DescFile {
	return field.kind === "extension" ? field.file : field.parent.file;
}

type Level = Field | NonNullable<Field["oneof"]> | DescMessage | DescFile;

function stringTypeAt({ proto }: Level): string | undefined {
	const features = proto.options?.features;
	if (features === undefined || !hasExtension(features, cpp)) return undefined;
	const { stringType } = getExtension(features, cpp);
	return stringType === CppFeatures_StringType.STRING_TYPE_UNKNOWN
		? undefined
		: CppFeatures_StringType[stringType];
}
