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
import { acyclicFiles } from "./acyclic-files.ts";
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
 * @throws PluginError `schema` where compilers could not read the files, see {@link acyclicFiles}
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
	const byName = new Map(files.map((each) => [each.received.name, each]));
	const acyclic = acyclicFiles(
		files.map(({ linked }) => linked),
		schema.registry,
	);
	const whole = withNeededImports(acyclic.map(({ proto }) => proto));
	const withDeclarations = declarationsIn(files.map(({ linked }) => linked));
	return acyclic.flatMap(({ proto: { name }, from }) => {
		const proto = whole.get(name);
		const origin = byName.get(from);
		if (proto === undefined || origin === undefined) return [];
		return {
			file: withDeclarations({
				...origin.linked,
				proto,
				// The options in a part may be of extensions in another one.
				dependencies: [...origin.linked.dependencies, origin.linked],
			}),
			bytes:
				name === from && isSame(origin.received.bytes, proto)
					? origin.received.bytes
					: toBinary(FileDescriptorProtoSchema, proto),
		};
	});
}

/** Returns a function that gives a file those of all declarations that its descriptor has. */
function declarationsIn(
	files: readonly DescFile[],
): (file: DescFile) => DescFile {
	const find = <T extends { readonly proto: object }>(all: readonly T[]) => {
		const byProto = new Map<object, T>(all.map((desc) => [desc.proto, desc]));
		return (protos: readonly object[]) =>
			protos.flatMap((proto) => byProto.get(proto) ?? []);
	};
	const messages = find(files.flatMap((file) => file.messages));
	const enums = find(files.flatMap((file) => file.enums));
	const services = find(files.flatMap((file) => file.services));
	const extensions = find(files.flatMap((file) => file.extensions));
	return (file) => ({
		...file,
		messages: messages(file.proto.messageType),
		enums: enums(file.proto.enumType),
		services: services(file.proto.service),
		extensions: extensions(file.proto.extension),
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
