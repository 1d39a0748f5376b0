import {
	clearField,
	clone,
	createRegistry,
	type DescFile,
	equals,
	fromBinary,
	isFieldSet,
	toBinary,
} from "@bufbuild/protobuf";
import {
	FieldDescriptorProto_Type,
	FieldDescriptorProtoSchema,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { quotesInOctal } from "../link/complete-fields.ts";
import { messagesOf } from "../link/elements.ts";
import { type RawFile, usableFiles } from "../link/raw-file.ts";
import type { Schema } from "../schema.ts";
import { withNeededImports } from "./needed-imports.ts";

const { jsonName: JSON_NAME, defaultValue: DEFAULT } =
	FieldDescriptorProtoSchema.field;

/** A file of a schema that other tools can read. */
export type ExportedFile = {
	readonly file: DescFile;
	/** The file's serialized FileDescriptorProto. */
	readonly bytes: Uint8Array;
};

/**
 * Returns a schema's files, imports first, so that compilers and other tools can read them. The bytes of a file are those that were
 * received, unless only this program can read them: protobuf.js, and so a server in Node.js, sends descriptors without imports that
 * protoc would refuse. Such a file is completed. What cannot be known, such as an import that the server does not have, stays missing.
 */
export async function exportedFiles(
	schema: Schema,
): Promise<readonly ExportedFile[]> {
	const files = (await usableFiles(schema.files)).flatMap((received) => {
		const linked = schema.registry.getFile(received.name);
		return linked === undefined || isEmptied(received, linked)
			? []
			: [{ received, linked }];
	});
	const whole = withNeededImports(files.map(({ linked }) => linked.proto));
	return files.map(({ received, linked }) => {
		const proto = whole.get(received.name) ?? linked.proto;
		return {
			file: { ...linked, proto },
			bytes: isSame(received.bytes, proto)
				? received.bytes
				: toBinary(FileDescriptorProtoSchema, proto),
		};
	});
}

/** Whether linking replaced the file, which has google/protobuf's types under another path. */
function isEmptied({ proto }: RawFile, linked: DescFile): boolean {
	return proto.package !== "" && linked.proto.package === "";
}

/** Whether a file says what its bytes say. */
function isSame(bytes: Uint8Array, proto: FileDescriptorProto): boolean {
	const received = fromBinary(FileDescriptorProtoSchema, bytes);
	return equals(
		FileDescriptorProtoSchema,
		inOneSpelling(received),
		inOneSpelling(clone(FileDescriptorProtoSchema, proto)),
		{ registry: createRegistry(), unknown: true },
	);
}

/**
 * Makes alike what linking spells otherwise: the JSON names that protoc derives and leaves out of the code that it generates, and quotes
 * in defaults of bytes.
 */
function inOneSpelling(file: FileDescriptorProto): FileDescriptorProto {
	const fields = messagesOf(file).flatMap(({ message }) => [
		...message.field,
		...message.extension,
	]);
	for (const field of [...fields, ...file.extension]) {
		if (field.jsonName === derivedJsonName(field.name))
			clearField(field, JSON_NAME);
		if (
			field.type === FieldDescriptorProto_Type.BYTES &&
			isFieldSet(field, DEFAULT)
		)
			field.defaultValue = quotesInOctal(field.defaultValue);
	}
	return file;
}
