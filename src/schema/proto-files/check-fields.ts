import type {
	DescExtension,
	DescField,
	DescFile,
	FileRegistry,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import {
	Edition,
	FeatureSet_FieldPresence as FieldPresence,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc does of fields whose types and features are known (descriptor.cc): only messages are lazy, and a closed enum, which
 * need not have a zero, is of no field that has it by default, nor of any in proto3.
 * @throws PluginError `bad-input` at the field
 */
export function checkFields(parsed: ParsedFile, registry: FileRegistry): void {
	const file = registry.getFile(parsed.proto.name);
	if (file === undefined) return;
	for (const field of fieldsOf(file)) {
		const { options, type, name } = field.proto;
		const fail = (why: string) =>
			faultAt(parsed, field.proto, `the field ${name} ${why}`);
		const isLazy = options?.lazy || options?.unverifiedLazy;
		if (isLazy && type !== Type.MESSAGE)
			throw fail("is lazy, and not of a message type");
		if (field.enum?.open !== false || isAnyEnumFor(field, file)) continue;
		throw fail(
			`has the closed enum ${field.enum.typeName}, which goes only with explicit presence, and not with proto3`,
		);
	}
}

function* fieldsOf(file: DescFile): Generator<DescField | DescExtension> {
	for (const type of nestedTypes(file)) {
		if (type.kind === "message") yield* type.fields;
		if (type.kind === "extension") yield type;
	}
}

/** Whether an enum of a field may be closed. */
function isAnyEnumFor(
	{ fieldKind, presence }: DescField | DescExtension,
	{ edition }: DescFile,
): boolean {
	if (edition === Edition.EDITION_PROTO3) return false;
	return fieldKind !== "enum" || presence !== FieldPresence.IMPLICIT;
}
