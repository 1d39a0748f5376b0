import { fromBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";

/** A file of a schema: as it was obtained, and decoded. */
export type RawFile = {
	/** Its path as imports name it. From a server it may be anything. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly proto: FileDescriptorProto;
};

export type DecodedFile =
	| { readonly kind: "file"; readonly file: RawFile }
	| { readonly kind: "undecodable"; readonly reason: string };

/** Decodes a serialized FileDescriptorProto. Messages nested more than 100 deep are refused, as fromBinary does: nothing recurses further. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
	try {
		const proto = fromBinary(FileDescriptorProtoSchema, bytes);
		if (proto.name === "")
			return { kind: "undecodable", reason: "a descriptor without a name" };
		return { kind: "file", file: { name: proto.name, bytes, proto } };
	} catch (error) {
		return { kind: "undecodable", reason: reasonOf(error) };
	}
}

function reasonOf(error: unknown): string {
	const reason = error instanceof Error ? error.message : String(error);
	const depth = /maximum recursion depth of (\d+)/.exec(reason)?.[1];
	return depth === undefined ? reason : `it nests more than ${depth} deep`;
}
