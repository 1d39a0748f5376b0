import { createHash } from "node:crypto";
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** What the cache keeps of one server's schema. */
export type SchemaEntry = {
	/** Full names of the services that the server listed, sorted. */
	readonly services: readonly string[];
	/** Full names of symbols. `files` has their files, the imports of those and the extensions of their messages. */
	readonly symbols: readonly string[];
	/** Serialized FileDescriptorProto messages. */
	readonly files: readonly Uint8Array[];
	/** Full names of the services that this program describes because the server does not. */
	readonly described: readonly string[];
};

const FIELD = { service: 1, symbol: 2, file: 3, described: 4 } as const;
const CHECKSUM_BYTES = 32;

/** Serializes an entry for the disk: a SHA-256 checksum, and then a protobuf message. */
export function encodeEntry({
	services,
	symbols,
	files,
	described,
}: SchemaEntry): Uint8Array {
	const writer = new BinaryWriter();
	for (const name of services)
		writer.tag(FIELD.service, WireType.LengthDelimited).string(name);
	for (const name of symbols)
		writer.tag(FIELD.symbol, WireType.LengthDelimited).string(name);
	for (const bytes of files)
		writer.tag(FIELD.file, WireType.LengthDelimited).bytes(bytes);
	for (const name of described)
		writer.tag(FIELD.described, WireType.LengthDelimited).string(name);
	const content = writer.finish();
	return Buffer.concat([checksum(content), content]);
}

/**
 * Parses a stored entry. Returns undefined where the checksum does not match or a field is not length-delimited. Throws where the
 * content is no protobuf message.
 */
export function decodeEntry(stored: Uint8Array): SchemaEntry | undefined {
	const content = stored.subarray(CHECKSUM_BYTES);
	if (!checksum(content).equals(stored.subarray(0, CHECKSUM_BYTES)))
		return undefined;
	const services: string[] = [];
	const symbols: string[] = [];
	const files: Uint8Array[] = [];
	const described: string[] = [];
	const reader = new BinaryReader(content);
	while (reader.pos < content.length) {
		const [number, wireType] = reader.tag();
		if (wireType !== WireType.LengthDelimited) return undefined;
		if (number === FIELD.service) services.push(reader.string());
		else if (number === FIELD.symbol) symbols.push(reader.string());
		else if (number === FIELD.described) described.push(reader.string());
		else files.push(new Uint8Array(reader.bytes()));
	}
	return { services, symbols, files, described };
}

function checksum(content: Uint8Array): Buffer {
	return createHash("sha256").update(content).digest();
}
