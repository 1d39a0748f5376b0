import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { elementsOf } from "./elements.ts";
import { fieldCount } from "./field-count.ts";
import { referencesOf } from "./references.ts";
import { inTurns, type Steps } from "./steps.ts";
import { weightOf } from "./weight.ts";

/** A file of a schema: as it was obtained, and decoded. */
export type RawFile = {
	/** Its path as imports name it. From a server it may be anything. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly proto: FileDescriptorProto;
};

/** A file that was not obtained as bytes. */
export function rawFileOf(proto: FileDescriptorProto): RawFile {
	return {
		name: proto.name,
		proto,
		bytes: toBinary(FileDescriptorProtoSchema, proto),
	};
}

/** A file, or why there is none. */
export type DecodedFile =
	| { readonly kind: "file"; readonly file: RawFile }
	| { readonly kind: "undecodable"; readonly reason: string };

/** Of one file; the largest known, Compute Engine's with its comments, has 5 MB. Numbers in a row take 30 times as much once decoded. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Fields in a descriptor's bytes: as many take a few tenths of a second to decode. The largest file known has 350,000. */
const MAX_FIELDS = 500_000;
/** The weight of a file, see {@link weightOf}; that of the largest file known is 25,000. */
const MAX_FILE_WEIGHT = 250_000;
/**
 * Characters of a name. Each declaration has a full one, so that a long package makes many of a few bytes each; a type is looked for in
 * every scope, and a file by all ends of its path.
 */
const MAX_NAME = 1_000;
/** Packages that are within one another: a relative name is looked for in each. */
const MAX_PACKAGES = 32;
/** The fewest bytes that a field takes: its tag, and its value or length. */
const BYTES_A_FIELD = 2;

/**
 * Decodes a serialized FileDescriptorProto. Messages nested more than 100 deep are refused, as fromBinary does: nothing recurses further.
 * So is what no compiler's users have written, and what would take gigabytes or minutes.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
	if (hasTooMany(bytes)) return { kind: "undecodable", reason: TOO_MUCH };
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

/** Decodes serialized FileDescriptorProtos, see {@link decodeFile}. */
export function decodeFiles(
	all: Iterable<Uint8Array>,
): Promise<readonly DecodedFile[]> {
	return inTurns(decodeSteps(all));
}

/** Those of serialized FileDescriptorProtos that can be decoded. */
export async function usableFiles(
	all: Iterable<Uint8Array>,
	decode = decodeFiles,
): Promise<readonly RawFile[]> {
	const decoded = await decode(all);
	return decoded.flatMap((one) => (one.kind === "file" ? [one.file] : []));
}

function* decodeSteps(
	all: Iterable<Uint8Array>,
): Steps<readonly DecodedFile[]> {
	const decoded: DecodedFile[] = [];
	for (const bytes of all) {
		decoded.push(decodeFile(bytes));
		yield;
	}
	return decoded;
}

const TOO_MUCH = "it declares too much for one file";

function hasTooMany(bytes: Uint8Array): boolean {
	if (bytes.length <= MAX_FIELDS * BYTES_A_FIELD) return false;
	return (
		bytes.length > MAX_BYTES ||
		fieldCount(FileDescriptorProtoSchema, bytes, MAX_FIELDS) > MAX_FIELDS
	);
}

function whyUnwieldy(file: FileDescriptorProto): string | undefined {
	for (const name of namesIn(file))
		if (name.length > MAX_NAME)
			return `it has a name of more than ${MAX_NAME} characters`;
	if (weightOf(file) > MAX_FILE_WEIGHT) return TOO_MUCH;
	return file.package.split(".").length > MAX_PACKAGES
		? `its package is more than ${MAX_PACKAGES} deep`
		: undefined;
}

/** The names of a file, of its package, imports and declarations, and of the types that it uses. */
function* namesIn(file: FileDescriptorProto): Generator<string, void> {
	yield* [file.name, file.package, ...file.dependency];
	yield* file.optionDependency;
	for (const { name } of elementsOf(file)) yield name;
	for (const { name } of referencesOf(file)) yield name;
}

function reasonOf(error: unknown): string {
	const reason = messageOf(error);
	const depth = /maximum recursion depth of (\d+)/.exec(reason)?.[1];
	return depth === undefined ? reason : `it nests more than ${depth} deep`;
}
