import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import { PluginError } from "../../errors.ts";
import { unreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";
import { createFileStore, type FileStore } from "../link/file-store.ts";
import { decodeFiles, type RawFile } from "../link/raw-file.ts";
import type { SchemaSource } from "../schema.ts";
import { filesSource } from "../source/files-source.ts";

/**
 * Returns a source for serialized FileDescriptorSets (`protoc --descriptor_set_out`, `buf build -o`), which may come in any
 * order. Several of them may contain the same file. The source throws PluginError `bad-input` for a file that cannot be read or
 * is no FileDescriptorSet, and for two that contradict each other.
 */
export function protosetSource(paths: readonly string[]): SchemaSource {
	return filesSource(() => loadProtosets(paths), "the protoset has");
}

async function loadProtosets(paths: readonly string[]): Promise<FileStore> {
	const origins = new Map<
		string,
		{ readonly path: string; readonly file: RawFile }
	>();
	for (const path of paths)
		for (const file of await filesOf(path, await read(path))) {
			const known = origins.get(file.name);
			if (known === undefined) origins.set(file.name, { path, file });
			else if (!isSame(known.file, file))
				throw new PluginError(
					"bad-input",
					`${known.path} and ${path} hold different files named ${file.name}`,
					{ hint: ["leave one of them out, or build both from one source"] },
				);
		}
	return createFileStore([...origins.values()].map(({ file }) => file));
}

async function read(path: string): Promise<Uint8Array> {
	return readWhole(path).catch((cause: unknown) => {
		throw unreadable(cause, { named: "--protoset", file: path });
	});
}

/** Reads the one field of FileDescriptorSet, `repeated FileDescriptorProto file = 1`. Unlike fromBinary it keeps each file's bytes. */
async function filesOf(
	path: string,
	bytes: Uint8Array,
): Promise<readonly RawFile[]> {
	const files: RawFile[] = [];
	try {
		for (const decoded of await decodeFiles(serialized(bytes))) {
			if (decoded.kind === "undecodable") throw new Error(decoded.reason);
			files.push(decoded.file);
		}
	} catch (cause) {
		throw notAProtoset(path, bytes, cause);
	}
	if (files.length === 0) throw notAProtoset(path, bytes, undefined);
	return files;
}

function* serialized(bytes: Uint8Array): Generator<Uint8Array, void> {
	const reader = new BinaryReader(bytes);
	while (reader.pos < bytes.length) {
		const [number, wireType] = reader.tag();
		if (number !== 1 || wireType !== WireType.LengthDelimited)
			throw new Error(`it has a field ${number}`);
		yield new Uint8Array(reader.bytes());
	}
}

function notAProtoset(
	path: string,
	bytes: Uint8Array,
	cause: unknown,
): PluginError {
	const reason = cause instanceof Error ? cause.message : "it is empty";
	return new PluginError(
		"bad-input",
		`${path} is no protoset (a serialized FileDescriptorSet): ${reason}`,
		{
			cause,
			hint: looksLikeSource(bytes)
				? [`it looks like proto source: --proto ${path}`]
				: [
						"protoc --include_imports --descriptor_set_out=FILE, or buf build -o FILE.binpb, makes one",
					],
		},
	);
}

function looksLikeSource(bytes: Uint8Array): boolean {
	const start = Buffer.from(bytes.subarray(0, 65536)).toString("latin1");
	return /^\s*(syntax|edition)\s*=|^\s*(package|import|message)\s/m.test(start);
}

/** Source info makes no difference: some compilers add it and some leave it out. */
function isSame(a: RawFile, b: RawFile): boolean {
	return Buffer.compare(withoutSourceInfo(a), withoutSourceInfo(b)) === 0;
}

function withoutSourceInfo({ bytes }: RawFile): Uint8Array {
	const proto = fromBinary(FileDescriptorProtoSchema, bytes);
	delete proto.sourceCodeInfo;
	return toBinary(FileDescriptorProtoSchema, proto);
}
