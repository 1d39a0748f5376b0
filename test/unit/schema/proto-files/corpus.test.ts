import { join } from "node:path";
import { fromBinary, toJson } from "@bufbuild/protobuf";
import {
	type FieldDescriptorProto,
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
	FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { messagesOf } from "../../../../src/schema/link/elements.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { registryOf } from "../build.ts";

const corpus = join(import.meta.dirname, "corpus");
const buf = registryOf(corpus);
const given = [...buf.files]
	.map(({ proto }) => proto)
	.filter(({ name }) => name.startsWith("corpus/"));

it.each(given.map((proto) => [proto.name, proto] as const))(
	"buf compiles the same: %s",
	async (name, proto) => {
		const source = protoFilesSource({ protos: [name], importPaths: [corpus] });
		const { files, problems } = await source.everything();
		expect(problems).toEqual([]);
		const ours = files
			.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
			.find((file) => file.name === name);
		expect(plain(ours)).toEqual(plain(proto));
	},
);

/**
 * Returns a file as JSON, without the differences between protoc and buf: the digits of reals, and `import option`, which buf
 * leaves out.
 */
function plain(proto: FileDescriptorProto | undefined) {
	if (proto === undefined) return undefined;
	for (const field of fieldsOf(proto))
		if (field.type === Type.DOUBLE || field.type === Type.FLOAT)
			field.defaultValue = String(Math.fround(Number(field.defaultValue)));
	return toJson(
		FileDescriptorProtoSchema,
		{ ...proto, sourceCodeInfo: undefined, optionDependency: [] },
		{ registry: buf },
	);
}

function fieldsOf(proto: FileDescriptorProto): readonly FieldDescriptorProto[] {
	return messagesOf(proto).flatMap(({ message }) => message.field);
}
