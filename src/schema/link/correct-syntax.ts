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
	else if (messages.some(isExtendable) || fields.some(isProto2))
		toProto2(file, fields);
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

function isExtendable({ extensionRange }: DescriptorProto): boolean {
	return extensionRange.length > 0;
}

function isProto2(field: FieldDescriptorProto): boolean {
	return (
		field.type === GROUP ||
		field.defaultValue !== "" ||
		isNeedlesslyUnpacked(field)
	);
}

/** Whether a field that cannot be packed is marked as not packed. protobuf.js marks all of proto2 so, which has no packed fields by default. */
function isNeedlesslyUnpacked({
	label,
	type,
	options,
}: FieldDescriptorProto): boolean {
	const isPackable =
		label === FieldDescriptorProto_Label.REPEATED &&
		type !== STRING &&
		type !== BYTES &&
		type !== MESSAGE;
	return !isPackable && isUnpacked(options);
}

function isUnpacked(options: FieldDescriptorProto["options"]): boolean {
	return (
		options !== undefined && isFieldSet(options, PACKED) && !options.packed
	);
}

function toProto2(
	file: FileDescriptorProto,
	fields: readonly FieldDescriptorProto[],
): void {
	file.syntax = "proto2";
	for (const { options } of fields)
		if (options && isUnpacked(options)) clearField(options, PACKED);
}
