import {
	clearField,
	clone,
	createRegistry,
	type DescFile,
	equals,
	fromBinary,
	toBinary,
} from "@bufbuild/protobuf";
import {
	FieldDescriptorProtoSchema,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { derivedJsonName } from "../derived-json-name.ts";
import { messagesOf } from "../link/elements.ts";
import { type RawFile, usableFiles } from "../link/raw-file.ts";
import type { Schema } from "../schema.ts";
import { withNeededImports } from "./needed-imports.ts";

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

/** Whether a file says what its bytes say. The JSON names that protoc derives may be left out: the code that it generates has none. */
function isSame(bytes: Uint8Array, proto: FileDescriptorProto): boolean {
	const received = fromBinary(FileDescriptorProtoSchema, bytes);
	return equals(
		FileDescriptorProtoSchema,
		withoutDerivedNames(received),
		withoutDerivedNames(clone(FileDescriptorProtoSchema, proto)),
		{ registry: createRegistry(), unknown: true },
	);
}

function withoutDerivedNames(file: FileDescriptorProto): FileDescriptorProto {
	const fields = messagesOf(file).flatMap(({ message }) => [
		...message.field,
		...message.extension,
	]);
	for (const field of [...fields, ...file.extension])
		if (field.jsonName === derivedJsonName(field.name))
			clearField(field, FieldDescriptorProtoSchema.field.jsonName);
	return file;
}
