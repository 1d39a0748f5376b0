// macOS starts no arm64 executable without a signature, and Node.js's signature is lost when the file changes. An ad-hoc
// signature has no certificate: it holds the digests of the file's pages. It is written as Go's linker does
// (cmd/internal/codesign). The structures are those of xnu's osfmk/kern/cs_blobs.h and of mach-o/loader.h.
import { createHash } from "node:crypto";

const HEADER_SIZE = 32;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const COMMAND_SIZE = 16;
const PAGE_SIZE_BITS = 12;
const PAGE_SIZE = 1 << PAGE_SIZE_BITS;
/** The size of the pages that the loader maps, on arm64. */
const MAPPED_PAGE_SIZE = 1 << 14;
const HASH_SIZE = 32;
const DIRECTORY_HEADER_SIZE = 88;
const SUPER_BLOB_HEADER_SIZE = 20;

type Segment = {
	/** The offset of the load command in the file. */
	readonly at: number;
	readonly offset: number;
	readonly size: number;
};

/**
 * Returns the executable with an ad-hoc signature.
 * @param identifier the name that `codesign --display` shows
 * @throws when the file is signed already, or has no room for the load command
 */
export function signMachO(unsigned: Buffer, identifier: string): Buffer {
	const { text, linkEdit, commandsEnd } = readCommands(unsigned);
	if (commandsEnd + COMMAND_SIZE > firstSectionOffset(unsigned, text))
		throw new Error("no room for a signature's load command");
	const codeSize = Math.ceil(unsigned.length / 16) * 16;
	const signatureSize = sizeOfSignature(codeSize, identifier);
	const file = Buffer.concat([unsigned], codeSize + signatureSize);
	addCommand(file, commandsEnd, codeSize, signatureSize);
	const linkEditSize = file.length - linkEdit.offset;
	const mapped = Math.ceil(linkEditSize / MAPPED_PAGE_SIZE) * MAPPED_PAGE_SIZE;
	file.writeBigUInt64LE(BigInt(mapped), linkEdit.at + 32);
	file.writeBigUInt64LE(BigInt(linkEditSize), linkEdit.at + 48);
	writeSignature(file, codeSize, identifier, text);
	return file;
}

function readCommands(file: Buffer): {
	readonly text: Segment;
	readonly linkEdit: Segment;
	readonly commandsEnd: number;
} {
	const segments = new Map<string, Segment>();
	let at = HEADER_SIZE;
	for (let left = file.readUInt32LE(16); left > 0; left--) {
		const command = file.readUInt32LE(at);
		if (command === LC_CODE_SIGNATURE)
			throw new Error("the executable is signed already");
		if (command === LC_SEGMENT_64) {
			const name = file.toString("latin1", at + 8, at + 24);
			segments.set(name.replace(/\0.*/, ""), {
				at,
				offset: Number(file.readBigUInt64LE(at + 40)),
				size: Number(file.readBigUInt64LE(at + 48)),
			});
		}
		at += file.readUInt32LE(at + 4);
	}
	const [text, linkEdit] = [segments.get("__TEXT"), segments.get("__LINKEDIT")];
	if (text === undefined || linkEdit === undefined)
		throw new Error("the executable has no __TEXT or no __LINKEDIT segment");
	return { text, linkEdit, commandsEnd: at };
}

function firstSectionOffset(file: Buffer, { at }: Segment): number {
	const offsets = Array.from({ length: file.readUInt32LE(at + 64) }, (_, n) =>
		file.readUInt32LE(at + 72 + n * 80 + 48),
	);
	return Math.min(...offsets);
}

function addCommand(
	file: Buffer,
	at: number,
	signatureOffset: number,
	signatureSize: number,
): void {
	file.writeUInt32LE(LC_CODE_SIGNATURE, at);
	file.writeUInt32LE(COMMAND_SIZE, at + 4);
	file.writeUInt32LE(signatureOffset, at + 8);
	file.writeUInt32LE(signatureSize, at + 12);
	file.writeUInt32LE(file.readUInt32LE(16) + 1, 16);
	file.writeUInt32LE(file.readUInt32LE(20) + COMMAND_SIZE, 20);
}

function sizeOfSignature(codeSize: number, identifier: string): number {
	const hashes = Math.ceil(codeSize / PAGE_SIZE) * HASH_SIZE;
	return (
		SUPER_BLOB_HEADER_SIZE +
		DIRECTORY_HEADER_SIZE +
		identifier.length +
		1 +
		hashes
	);
}

/** Returns a SuperBlob with one CodeDirectory, version 0x20400. It is big-endian, unlike the file around it. */
function writeSignature(
	file: Buffer,
	codeSize: number,
	identifier: string,
	text: Segment,
): void {
	const size = file.length - codeSize;
	const hashOffset = DIRECTORY_HEADER_SIZE + identifier.length + 1;
	const words = [
		...[0xfade0cc0, size, 1, 0, SUPER_BLOB_HEADER_SIZE], // the SuperBlob and its index
		...[0xfade0c02, size - SUPER_BLOB_HEADER_SIZE, 0x20400],
		0x2, // CS_ADHOC
		...[hashOffset, DIRECTORY_HEADER_SIZE],
		...[0, Math.ceil(codeSize / PAGE_SIZE), codeSize], // no special slots
		(HASH_SIZE << 24) | (2 << 16) | PAGE_SIZE_BITS, // 2 is SHA-256
		...[0, 0, 0, 0], // spare, scatter, team, spare
		...[0, 0], // 64-bit code limit, for files over 4 GiB
		...[0, text.offset, 0, text.size],
		...[0, 1], // CS_EXECSEG_MAIN_BINARY
	];
	let at = codeSize;
	for (const word of words) at = file.writeUInt32BE(word, at);
	at += file.write(`${identifier}\0`, at, "latin1");
	for (let page = 0; page < codeSize; page += PAGE_SIZE) {
		const bytes = file.subarray(page, Math.min(page + PAGE_SIZE, codeSize));
		at += createHash("sha256").update(bytes).digest().copy(file, at);
	}
}
