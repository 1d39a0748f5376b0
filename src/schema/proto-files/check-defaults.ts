import { isFieldSet } from "@bufbuild/protobuf";
import {
	type FieldDescriptorProto,
	FieldDescriptorProtoSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "../link/elements.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

const { defaultValue: DEFAULT } = FieldDescriptorProtoSchema.field;

/** Returns the fields whose default is a word and whose type is not yet known: an enum, which may have that value, or a message. */
export function defaultsByName({
	proto,
}: ParsedFile): readonly FieldDescriptorProto[] {
	const messages = messagesOf(proto).map(({ message }) => message);
	const fields = [
		...proto.extension,
		...messages.flatMap(({ field, extension }) => [...field, ...extension]),
	];
	return fields.filter(
		({ typeName, defaultValue }) => typeName !== "" && /^\D/.test(defaultValue),
	);
}

/**
 * Asserts that the default of such fields is a value of their enum. Linking has found their types, and has removed a default that
 * is no value. A copy of a google/protobuf file is not linked, and so not checked.
 * @throws PluginError `bad-input` at the field
 */
export function checkDefaults(
	parsed: ParsedFile,
	given: readonly FieldDescriptorProto[],
): void {
	for (const field of given) {
		const { type, name } = field;
		const isNoValue = type === Type.ENUM && !isFieldSet(field, DEFAULT);
		if (isNoValue || type === Type.MESSAGE)
			throw faultAt(
				parsed,
				field,
				`the field ${name} has a default that is no value of its type`,
			);
	}
}
