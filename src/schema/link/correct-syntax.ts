import { clearField, create, equals, isFieldSet } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	Edition,
	type FeatureSet,
	FeatureSetSchema,
	type FieldDescriptorProto,
	FieldDescriptorProto_Label,
	FieldDescriptorProto_Type,
	FieldOptionsSchema,
	type FileDescriptorProto,
	FileOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "./elements.ts";

const { packed: PACKED } = FieldOptionsSchema.field;
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
		isMarked(fields)
	);
}

/**
 * Whether protobuf.js has marked fields as it does in proto2: each as packed or not, also those of types that cannot be packed. Where it
 * has read a protoset of proto3, it marks fields of other types that have options.
 */
function isMarked(fields: readonly FieldDescriptorProto[]): boolean {
	const unpacked = fields.filter(isUnpacked);
	return (
		unpacked.some(({ type }) => !isPackable(type)) ||
		(!unpacked.every(isRepeated) &&
			fields.every(({ options }) => options && isFieldSet(options, PACKED)))
	);
}

function isPackable(type: FieldDescriptorProto_Type): boolean {
	return type !== STRING && type !== BYTES && type !== MESSAGE;
}

function isRepeated({ label }: FieldDescriptorProto): boolean {
	return label === FieldDescriptorProto_Label.REPEATED;
}

function isUnpacked({ options }: FieldDescriptorProto): boolean {
	return (
		options !== undefined && isFieldSet(options, PACKED) && !options.packed
	);
}

/** Removes the marks of fields that are not packed in any case. */
function dropMarks(
	{ syntax }: FileDescriptorProto,
	fields: readonly FieldDescriptorProto[],
): void {
	for (const field of fields.filter(isUnpacked))
		if (field.options && (syntax === "proto2" || !isRepeated(field)))
			clearField(field.options, PACKED);
}
