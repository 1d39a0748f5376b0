import { fromBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { type Element, elementsOf } from "./elements.ts";

/** A file of a schema: as it was obtained, and decoded. */
export type RawFile = {
	/** Its path as imports name it. From a server it may be anything. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly proto: FileDescriptorProto;
};

type DecodedFile =
	| { readonly kind: "file"; readonly file: RawFile }
	| { readonly kind: "undecodable"; readonly reason: string };

/** Characters of a full name. Each declaration has one, so that a long package makes many of a few bytes each. */
const MAX_NAME = 1_000;
/** Packages that are within one another: a relative name is looked for in each. */
const MAX_PACKAGES = 32;

/**
 * Decodes a serialized FileDescriptorProto. Messages nested more than 100 deep are refused, as fromBinary does: nothing recurses further.
 * So are names that no compiler's users have written, and that would take gigabytes or minutes.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
	try {
		const proto = fromBinary(FileDescriptorProtoSchema, bytes);
		if (proto.name === "")
			return { kind: "undecodable", reason: "a descriptor without a name" };
		const reason = whyUnwieldy(proto);
		return reason === undefined
			? { kind: "file", file: { name: proto.name, bytes, proto } }
			: { kind: "undecodable", reason };
	} catch (error) {
		return { kind: "undecodable", reason: reasonOf(error) };
	}
}

function whyUnwieldy(file: FileDescriptorProto): string | undefined {
	if (file.package.length > MAX_NAME || isTooLong(elementsOf(file)))
		return `it has a name of more than ${MAX_NAME} characters`;
	return file.package.split(".").length > MAX_PACKAGES
		? `its package is more than ${MAX_PACKAGES} deep`
		: undefined;
}

function isTooLong(elements: Iterable<Element>): boolean {
	for (const { name } of elements) if (name.length > MAX_NAME) return true;
	return false;
}

function reasonOf(error: unknown): string {
	const reason = messageOf(error);
	const depth = /maximum recursion depth of (\d+)/.exec(reason)?.[1];
	return depth === undefined ? reason : `it nests more than ${depth} deep`;
}
