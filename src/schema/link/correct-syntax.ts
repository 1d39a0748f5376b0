import { clearField, create, equals, isFieldSet } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	Edition,
	type FeatureSet,
	FeatureSetSchema,
	type FieldDescriptorProto,
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	FieldOptionsSchema,
	type FileDescriptorProto,
	FileOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "./elements.ts";

const { packed: PACKED } = FieldOptionsSchema.field;
const { jsonName: JSON_NAME } = FieldDescriptorProtoSchema.field;
const { GROUP, MESSAGE, STRING, BYTES } = FieldDescriptorProto_Type;

/**
 * Corrects the syntax of a file. protobuf.js, and so @grpc/reflection, marks every file as proto3, also where it has what only proto2 or
 * an edition allows.
 */
export function correctSyntax(file: FileDescriptorProto): void {
	if (file.syntax !== "proto3") return;
	const messages = messagesOf(file).map(({ message }) => message);
	const nested = messages.flatMap((one) => [...one.field, ...one.extension]);
	const fields = [...file.extension, ...nested];
	if (usesFeatures(file, messages, fields)) toEdition2023(file, fields);
	else if (isProto2(messages, fields)) file.syntax = "proto2";
	dropMarks(file, fields);
}

/** Whether features are set, which only editions have. */
function usesFeatures(
	file: FileDescriptorProto,
	messages: readonly DescriptorProto[],
	fields: readonly FieldDescriptorProto[],
): boolean {
	const enums = [file, ...messages].flatMap(({ enumType }) => enumType);
	return [file, ...messages, ...fields, ...enums].some(
		({ options }) => options?.features !== undefined,
	);
}

/** protobuf.js knows no other edition. */
function toEdition2023(
	file: FileDescriptorProto,
	fields: readonly FieldDescriptorProto[],
): void {
	file.syntax = "editions";
	file.edition = Edition.EDITION_2023;
	for (const field of fields) {
		if (field.type === GROUP) field.type = MESSAGE;
		// A feature says so in an edition.
		if (field.options) clearField(field.options, PACKED);
	}
	gatherFeatures(file);
}

/** protobuf.js sets the features of a file on each of its declarations instead. */
function gatherFeatures(file: FileDescriptorProto): void {
	const declared = [
		...file.messageType,
		...file.enumType,
		...file.service,
		...file.extension,
	];
	const features = declared[0]?.options?.features;
	if (features === undefined) return;
	if (!declared.every(({ options }) => isSame(options?.features, features)))
		return;
	for (const { options } of declared) delete options?.features;
	file.options ??= create(FileOptionsSchema);
	file.options.features = features;
}

function isSame(one: FeatureSet | undefined, other: FeatureSet): boolean {
	return one !== undefined && equals(FeatureSetSchema, one, other);
}

function isProto2(
	messages: readonly DescriptorProto[],
	fields: readonly FieldDescriptorProto[],
): boolean {
	return (
		messages.some(({ extensionRange }) => extensionRange.length > 0) ||
		fields.some(({ type }) => type === GROUP) ||
		fields.some(({ defaultValue }) => defaultValue !== "") ||
		isMarked(messages, fields)
	);
}

/**
 * Whether each field is marked as packed or not, also one that cannot be packed: so protobuf.js marks the fields of proto2. Where a package
 * has files of both kinds, its one file stays as it is.
 */
function isMarked(
	messages: readonly DescriptorProto[],
	fields: readonly FieldDescriptorProto[],
): boolean {
	const entries = messages.filter(({ options }) => options?.mapEntry);
	const ofEntries = new Set(entries.flatMap(({ field }) => field));
	const own = fields.filter((field) => !ofEntries.has(field));
	return (
		own.every(({ options }) => options && isFieldSet(options, PACKED)) &&
		own.some((field) => !isPackable(field))
	);
}

function isPackable(field: FieldDescriptorProto): boolean {
	const { type } = field;
	return (
		isRepeated(field) && type !== STRING && type !== BYTES && type !== MESSAGE
	);
}

function isRepeated({ label }: FieldDescriptorProto): boolean {
	return label === FieldDescriptorProto_Label.REPEATED;
}

function isUnpacked({ options }: FieldDescriptorProto): boolean {
	return (
		options !== undefined && isFieldSet(options, PACKED) && !options.packed
	);
}

/** Removes the marks of fields that are not packed in any case. A field with a JSON name is none of protobuf.js, which writes no such names. */
function dropMarks(
	{ syntax }: FileDescriptorProto,
	fields: readonly FieldDescriptorProto[],
): void {
	for (const field of fields.filter(isUnpacked))
		if (
			field.options &&
			!isFieldSet(field, JSON_NAME) &&
			(syntax === "proto2" || !isRepeated(field))
		)
			clearField(field.options, PACKED);
}
