import type {
	DescEnum,
	DescExtension,
	DescField,
	DescFile,
	DescMessage,
	DescService,
	FileRegistry,
} from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import {
	Edition,
	FeatureSet_FieldPresence as FieldPresence,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { isOpen } from "../link/open-enums.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc asserts once types and features are known (descriptor.cc). An open enum begins with zero. Only message
 * fields are lazy. A field with implicit presence, or of proto3, has no closed enum, because such an enum need not have a zero.
 * @throws PluginError `bad-input` at the value or the field
 */
export function checkFeatures(
	parsed: ParsedFile,
	registry: FileRegistry,
): void {
	const file = registry.getFile(parsed.proto.name);
	if (file === undefined) return;
	const types = [...nestedTypes(file)];
	for (const type of types) if (type.kind === "enum") checkEnum(parsed, type);
	for (const field of types.flatMap(fieldsOf)) {
		const { options, type, name } = field.proto;
		const fail = (why: string) =>
			faultAt(parsed, field.proto, `the field ${name} ${why}`);
		const isLazy = options?.lazy || options?.unverifiedLazy;
		if (isLazy && type !== Type.MESSAGE)
			throw fail("is lazy, and not of a message type");
		if (field.enum === undefined || isOpen(field.enum)) continue;
		if (isAnyEnumFor(field, file)) continue;
		throw fail(
			`has the closed enum ${field.enum.typeName}, which goes only with explicit presence, and not with proto3`,
		);
	}
}

function checkEnum(parsed: ParsedFile, desc: DescEnum): void {
	const { proto } = desc;
	const [first] = proto.value;
	if (isOpen(desc) && first !== undefined && first.number !== 0)
		throw faultAt(
			parsed,
			first,
			`the first value of ${proto.name} must be zero`,
		);
}

function fieldsOf(
	type: DescMessage | DescEnum | DescExtension | DescService,
): readonly (DescField | DescExtension)[] {
	if (type.kind === "message") return type.fields;
	return type.kind === "extension" ? [type] : [];
}

/** Whether a field may have a closed enum. */
function isAnyEnumFor(
	{ fieldKind, presence }: DescField | DescExtension,
	{ edition }: DescFile,
): boolean {
	if (edition === Edition.EDITION_PROTO3) return false;
	return fieldKind !== "enum" || presence !== FieldPresence.IMPLICIT;
}
