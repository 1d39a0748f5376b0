// Symbols and debugging information are a fifth of Node.js for Linux. `strip` may be missing, or may know only its own
// machine, so this code does the same for 64-bit little-endian ELF:
// https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html
import { readSegments } from "./elf.ts";

const HEADER = { sectionsAt: 0x28, sectionCount: 0x3c, namesIndex: 0x3e };
const SECTION_SIZE = 64;
const SHT_NOBITS = 8;
const SHF_ALLOC = 2n;

type Section = {
	readonly raw: Buffer;
	readonly isLoaded: boolean;
	readonly offset: number;
	/** The offset behind its last byte in the file. */
	readonly end: number;
};

/**
 * Returns the executable without the sections that are not loaded into memory.
 * @throws when a loaded section lies behind one that is not, which no linker does
 */
export function stripElf(file: Buffer): Buffer {
	const sections = readSections(file);
	const names = sections[file.readUInt16LE(HEADER.namesIndex)];
	const loaded = sections.filter(
		({ isLoaded }, index) => isLoaded || index === 0,
	);
	if (names === undefined || sections[loaded.length - 1] !== loaded.at(-1))
		throw new Error("the executable's sections are not in the usual order");
	const end = align(
		Math.max(endOfSegments(file), ...loaded.map((section) => section.end)),
	);
	const nameTable = file.subarray(names.offset, names.end);
	const namesHeader = Buffer.from(names.raw);
	namesHeader.writeBigUInt64LE(BigInt(end), 24);
	const table = end + align(nameTable.length);
	const stripped = Buffer.concat([
		padded(file.subarray(0, Math.min(end, file.length)), end),
		padded(nameTable, align(nameTable.length)),
		...loaded.map(({ raw }) => raw),
		namesHeader,
	]);
	stripped.writeBigUInt64LE(BigInt(table), HEADER.sectionsAt);
	stripped.writeUInt16LE(loaded.length + 1, HEADER.sectionCount);
	stripped.writeUInt16LE(loaded.length, HEADER.namesIndex);
	return stripped;
}

function readSections(file: Buffer): readonly Section[] {
	const table = Number(file.readBigUInt64LE(HEADER.sectionsAt));
	const count = file.readUInt16LE(HEADER.sectionCount);
	return Array.from({ length: count }, (_, index) => {
		const start = table + index * SECTION_SIZE;
		const raw = file.subarray(start, start + SECTION_SIZE);
		const offset = Number(raw.readBigUInt64LE(24));
		const bytes = Number(raw.readBigUInt64LE(32));
		return {
			raw,
			isLoaded: (raw.readBigUInt64LE(8) & SHF_ALLOC) !== 0n,
			offset,
			end: raw.readUInt32LE(4) === SHT_NOBITS ? offset : offset + bytes,
		};
	});
}

/** Returns the offset behind the last segment. Segments may reach further than the sections. */
const endOfSegments = (file: Buffer): number =>
	Math.max(...readSegments(file).map(({ offset, bytes }) => offset + bytes));

function align(offset: number): number {
	return Math.ceil(offset / 8) * 8;
}

function padded(bytes: Buffer, length: number): Buffer {
	return Buffer.concat([bytes], length);
}
