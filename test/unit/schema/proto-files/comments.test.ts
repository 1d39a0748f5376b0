import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { shareComments } from "../../../../src/schema/proto-files/comments.ts";
import { protoFilesSource } from "../../../../src/schema/proto-files/proto-files-source.ts";
import { registryOf } from "../build.ts";

const FOLDERS = ["comments", "../../../grpcurl/proto", "../proto"].map(
	(folder) => join(import.meta.dirname, folder),
);

const files = FOLDERS.flatMap((folder) =>
	[...registryOf(folder).files]
		.filter(({ name }) => !name.startsWith("google/"))
		.map(({ proto }) => [proto.name, folder, proto] as const),
);

describe("buf has the same comments", () => {
	it.each(files)("%s", async (name, folder, proto) => {
		const source = protoFilesSource({ protos: [name], importPaths: [folder] });
		const { files: compiled } = await source.everything();
		const ours = compiled
			.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes))
			.find((file) => file.name === name);
		expect(commentsOf(ours)).toEqual(commentsOf(proto));
	});
});

/** Returns comments by the path of their element. Only elements that can be described are included. */
function commentsOf(
	file: FileDescriptorProto | undefined,
): Readonly<Record<string, unknown>> {
	const located = (file?.sourceCodeInfo?.location ?? []).filter(
		({ path, leadingComments, trailingComments, leadingDetachedComments }) =>
			isElement(path) &&
			leadingComments + trailingComments + leadingDetachedComments.join("") !==
				"",
	);
	return Object.fromEntries(
		located.map((location) => [
			location.path.join("."),
			[
				location.leadingComments,
				// protoc keeps the line break of a trailing comment; buf does not.
				location.trailingComments.replace(/\n$/, ""),
				location.leadingDetachedComments,
			],
		]),
	);
}

/**
 * Whether a path leads to syntax, package, a message, enum, service or extension, or to a part of one. The numbers are the
 * field numbers of descriptor.proto.
 */
function isElement(path: readonly number[]): boolean {
	return /^(12|2|4\.\d+(\.3\.\d+)*(\.[268]\.\d+|\.4\.\d+(\.2\.\d+)?)?|5\.\d+(\.2\.\d+)?|6\.\d+(\.2\.\d+)?|7\.\d+)$/.test(
		path.join("."),
	);
}

it("a file's first token has no comment of another before it", () => {
	const tokens = { before: "nothing", behind: "syntax" } as const;
	expect(shareComments("// a\n\n// b\n", tokens)).toEqual({
		leading: " b\n",
		trailing: "",
		detached: [" a\n"],
	});
});
