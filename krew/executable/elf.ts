// The parts of a 64-bit little-endian ELF file that the loader reads: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const ENTRY_SIZE = 16;

/** A part of the file. `at` is the offset of its entry in the table of segments. */
export type Segment = {
	readonly at: number;
	readonly type: number;
	readonly offset: number;
	readonly address: number;
	readonly bytes: number;
	readonly isExecutable: boolean;
};

export type DynamicEntry = { readonly tag: number; readonly value: number };

export type Elf = {
	readonly file: Buffer;
	readonly machine: number;
	/** The segments that are loaded into memory. */
	readonly segments: readonly Segment[];
	readonly dynamic: {
		/** Its offset in the file. */
		readonly at: number;
		readonly entries: readonly DynamicEntry[];
	};
};

/** Reads the tables of a program without copying `file`. @throws when the program is not dynamically linked */
export function readElf(file: Buffer): Elf {
	const segments = readSegments(file);
	const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
	if (dynamic === undefined)
		throw new Error("the executable is not linked dynamically");
	const { offset: at, bytes } = dynamic;
	return {
		file,
		machine: file.readUInt16LE(0x12),
		segments: segments.filter(({ type }) => type === PT_LOAD),
		dynamic: { at, entries: dynamicEntries(file.subarray(at, at + bytes)) },
	};
}

/** Returns the segments of a program, loaded or not. */
export function readSegments(file: Buffer): readonly Segment[] {
	const table = Number(file.readBigUInt64LE(0x20));
	const size = file.readUInt16LE(0x36);
	return Array.from({ length: file.readUInt16LE(0x38) }, (_, index) => {
		const at = table + index * size;
		return {
			at,
			type: file.readUInt32LE(at),
			offset: Number(file.readBigUInt64LE(at + 8)),
			address: Number(file.readBigUInt64LE(at + 16)),
			bytes: Number(file.readBigUInt64LE(at + 32)),
			isExecutable: (file.readUInt32LE(at + 4) & 1) !== 0,
		};
	});
}

/** Returns the entries of a table up to the first one with tag 0, which ends them. */
function dynamicEntries(table: Buffer): readonly DynamicEntry[] {
	const entries: DynamicEntry[] = [];
	for (let at = 0; at < table.length; at += ENTRY_SIZE) {
		const tag = Number(table.readBigUInt64LE(at));
		if (tag === 0) break;
		entries.push({ tag, value: Number(table.readBigUInt64LE(at + 8)) });
	}
	return entries;
}

/** Replaces the dynamic entries by others, which may not be more. */
export function writeDynamic(
	{ file, dynamic }: Elf,
	entries: readonly DynamicEntry[],
): void {
	const end = dynamic.at + dynamic.entries.length * ENTRY_SIZE;
	file.fill(0, dynamic.at + entries.length * ENTRY_SIZE, end);
	for (const [index, { tag, value }] of entries.entries()) {
		file.writeBigUInt64LE(BigInt(tag), dynamic.at + index * ENTRY_SIZE);
		file.writeBigUInt64LE(BigInt(value), dynamic.at + index * ENTRY_SIZE + 8);
	}
}

/** Returns the value of the dynamic entry with a tag. @throws when there is none */
export function dynamicValue({ dynamic }: Elf, tag: number): number {
	const entry = dynamic.entries.find((each) => each.tag === tag);
	if (entry === undefined)
		throw new Error(`the executable has no dynamic entry ${tag}`);
	return entry.value;
}

/** Returns the offset in the file of the byte at an address. @throws when nothing is loaded there */
export function offsetOf({ segments }: Elf, address: number): number {
	const segment = segments.find(
		(each) => address >= each.address && address < each.address + each.bytes,
	);
	if (segment === undefined)
		throw new Error(`nothing is loaded at address ${address}`);
	return address - segment.address + segment.offset;
}

const DT_STRTAB = 5;

/** Returns the name at an offset in the table of names. */
export function nameAt(elf: Elf, place: number): string {
	const start = offsetOf(elf, dynamicValue(elf, DT_STRTAB)) + place;
	return elf.file.toString("latin1", start, elf.file.indexOf(0, start));
}
