import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorProto,
	FileDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { correctSyntax } from "./correct-syntax.ts";
import { elementsOf } from "./elements.ts";
import { fieldCount } from "./field-count.ts";
import { correctMapEntries } from "./map-entries.ts";
import { correctRangeEnds } from "./range-ends.ts";
import { referencesOf } from "./references.ts";
import { runInTurns, type Steps } from "./steps.ts";
import { weightOf } from "./weight.ts";

/** A file of a schema: the bytes as received, and their decoded form. */
export type RawFile = {
	/** The path by which other files import it. A server may send any text. */
	readonly name: string;
	readonly bytes: Uint8Array;
	readonly proto: FileDescriptorProto;
};

/** Returns the file of a descriptor that was not received as bytes. */
export function rawFileOf(proto: FileDescriptorProto): RawFile {
	return {
		name: proto.name,
		proto,
		bytes: toBinary(FileDescriptorProtoSchema, proto),
	};
}

/** A decoded file, or the reason why it cannot be decoded. */
export type DecodedFile =
	| { readonly kind: "file"; readonly file: RawFile }
	| { readonly kind: "undecodable"; readonly reason: string };

/** The most bytes of one file. The largest known one, Compute Engine's with comments, has 5 MB. Decoded numbers take 30 times as much. */
const MAX_BYTES = 16 * 1024 * 1024;
/** The most fields in a file's bytes: decoding so many takes a few tenths of a second. The largest known file has 350,000. */
const MAX_FIELDS = 500_000;
/** The largest weight of a file, see {@link weightOf}. The largest known file weighs 25,000. */
const MAX_FILE_WEIGHT = 250_000;
/**
 * The most characters of a name. Each declaration has a full name, so that a long package makes many long names from a few bytes
 * each. A lookup tries a type in every scope, and a file by every end of its path.
 */
const MAX_NAME = 1_000;
/** The most parts of a package name: a lookup tries a relative name in each. */
const MAX_PACKAGES = 32;
/** The fewest bytes of a field: its tag, and its value or length. */
const BYTES_A_FIELD = 2;

/**
 * Decodes a serialized FileDescriptorProto. It refuses messages nested more than 100 deep, as fromBinary does, so that later
 * recursion is bounded. It also refuses what no user of a compiler writes and what would take gigabytes or minutes.
 */
export function decodeFile(bytes: Uint8Array): DecodedFile {
	if (hasTooMany(bytes)) return { kind: "undecodable", reason: TOO_MUCH };
	try {
		const proto = fromBinary(FileDescriptorProtoSchema, bytes);
		if (proto.name === "")
			return { kind: "undecodable", reason: "a descriptor without a name" };
		correctSyntax(proto);
		correctRangeEnds(proto);
		correctMapEntries(proto);
		const reason = whyUnwieldy(proto);
		return reason === undefined
			? { kind: "file", file: { name: proto.name, bytes, proto } }
			: { kind: "undecodable", reason };
	} catch (error) {
		return { kind: "undecodable", reason: reasonOf(error) };
	}
}

/** Decodes serialized FileDescriptorProtos in turns with other work, see {@link decodeFile}. */
export function decodeFiles(
	all: Iterable<Uint8Array>,
): Promise<readonly DecodedFile[]> {
	return runInTurns(decodeSteps(all));
}

/** Returns the files that can be decoded. */
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

/** Yields the names of a file, its package, its imports and its declarations, and of the types that it uses. */
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
