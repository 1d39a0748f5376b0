// Since version 25 Node.js for Linux needs libatomic, which a plain Debian, Ubuntu or Red Hat does not have (nodejs/node#60790). It
// uses one function of that library, which compares and exchanges 8 bytes. The executable gets that function instead of the
// library. Symbol versions: https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html
import {
	COMPARE_EXCHANGE,
	FUNCTION_NAME,
	type Replacement,
} from "./compare-exchange.ts";
import {
	dynamicValue,
	type Elf,
	nameAt,
	offsetOf,
	readElf,
	writeDynamic,
} from "./elf.ts";

const LIBRARY = "libatomic.so.1";

const DT = {
	needed: 1,
	symbols: 6,
	relocations: 7,
	relocationBytes: 8,
	callRelocationBytes: 2,
	callRelocations: 23,
	flags: 30,
	versionOfSymbol: 0x6fff_fff0,
	versionNeeds: 0x6fff_fffe,
	versionNeedCount: 0x6fff_ffff,
};
const BIND_NOW = 8;
const ANY_VERSION = 1;

/**
 * Returns the executable without its need of libatomic, or the original if it has none.
 * @throws when it uses more of that library than the one function, or has no room for it
 */
export function withoutLibatomic(original: Buffer): Buffer {
	const elf = readElf(Buffer.from(original));
	const left = elf.dynamic.entries.filter(
		({ tag, value }) => tag !== DT.needed || nameAt(elf, value) !== LIBRARY,
	);
	if (left.length === elf.dynamic.entries.length) return original;
	// With lazy binding, the loader would look the function up at its first call and does not expect an address in the slot.
	if ((dynamicValue(elf, DT.flags) & BIND_NOW) === 0)
		throw new Error("the executable finds its functions as they are called");
	const replacement = COMPARE_EXCHANGE[elf.machine];
	if (replacement === undefined)
		throw new Error(
			`there is no ${FUNCTION_NAME} for ELF machine ${elf.machine}`,
		);
	const needs = versionNeeds(elf);
	const kept = needs.filter(({ library }) => library !== LIBRARY);
	const numbers = needs
		.filter((need) => !kept.includes(need))
		.flatMap((need) => need.numbers);
	replaceCalls(elf, replacement, numbers);
	chain(elf, kept);
	const moved = (kept[0]?.at ?? 0) - (needs[0]?.at ?? 0);
	writeDynamic(
		elf,
		left.map(({ tag, value }) => {
			if (tag === DT.versionNeeds) return { tag, value: value + moved };
			return tag === DT.versionNeedCount
				? { tag, value: kept.length }
				: { tag, value };
		}),
	);
	return elf.file;
}

/**
 * What the executable needs of a library: the offset of that entry in the file, and the numbers by which symbols refer to
 * its versions.
 */
type VersionNeed = {
	readonly at: number;
	readonly library: string;
	readonly numbers: readonly number[];
};

function versionNeeds(elf: Elf): readonly VersionNeed[] {
	const { file } = elf;
	const needs: VersionNeed[] = [];
	let at = offsetOf(elf, dynamicValue(elf, DT.versionNeeds));
	for (let left = dynamicValue(elf, DT.versionNeedCount); left > 0; left--) {
		const numbers: number[] = [];
		let version = at + file.readUInt32LE(at + 8);
		for (let more = file.readUInt16LE(at + 2); more > 0; more--) {
			numbers.push(file.readUInt16LE(version + 6));
			version += file.readUInt32LE(version + 12);
		}
		const library = nameAt(elf, file.readUInt32LE(at + 4));
		needs.push({ at, library, numbers });
		at += file.readUInt32LE(at + 12);
	}
	return needs;
}

/** Links the needs: each holds the distance to the next one, and the last holds zero. */
function chain({ file }: Elf, needs: readonly VersionNeed[]): void {
	for (const [index, { at }] of needs.entries())
		file.writeUInt32LE((needs[index + 1]?.at ?? at) - at, at + 12);
}

/** Writes the function's address in the executable into each slot through which it is called, so that no symbol is looked up. */
function replaceCalls(
	elf: Elf,
	{ code, relative }: Replacement,
	numbers: readonly number[],
): void {
	const { file } = elf;
	const symbols = offsetOf(elf, dynamicValue(elf, DT.symbols));
	const versions = offsetOf(elf, dynamicValue(elf, DT.versionOfSymbol));
	const address = addCode(elf, code);
	for (const at of relocations(elf)) {
		const symbol = file.readUInt32LE(at + 12);
		const versionAt = versions + symbol * 2;
		if (!numbers.includes(file.readUInt16LE(versionAt))) continue;
		const name = nameAt(elf, file.readUInt32LE(symbols + symbol * 24));
		if (name !== FUNCTION_NAME)
			throw new Error(`the executable takes ${name} of ${LIBRARY}`);
		file.writeBigUInt64LE(BigInt(relative), at + 8);
		file.writeBigUInt64LE(BigInt(address), at + 16);
		file.writeUInt16LE(ANY_VERSION, versionAt);
	}
}

function* relocations(elf: Elf): Generator<number, void> {
	for (const [start, bytes] of [
		[DT.relocations, DT.relocationBytes],
		[DT.callRelocations, DT.callRelocationBytes],
	] as const) {
		const first = offsetOf(elf, dynamicValue(elf, start));
		const end = first + dynamicValue(elf, bytes);
		for (let at = first; at < end; at += 24) yield at;
	}
}

/** Writes code after the executable segment, where its last page has room. @returns its address */
function addCode({ file, segments }: Elf, code: Buffer): number {
	const segment = segments.find(({ isExecutable }) => isExecutable);
	if (segment === undefined) throw new Error("the executable has no code");
	const padding = -segment.bytes & 15;
	const offset = segment.offset + segment.bytes + padding;
	const bytes = segment.bytes + padding + code.length;
	const room = file.subarray(offset, offset + code.length);
	const isFree =
		room.length === code.length && room.every((byte) => byte === 0);
	const pageOf = (position: number) => Math.floor(position / 4096);
	if (
		!isFree ||
		pageOf(offset + code.length - 1) !==
			pageOf(segment.offset + segment.bytes - 1)
	)
		throw new Error(`the executable has no room for ${FUNCTION_NAME}`);
	code.copy(file, offset);
	file.writeBigUInt64LE(BigInt(bytes), segment.at + 32);
	file.writeBigUInt64LE(BigInt(bytes), segment.at + 40);
	return segment.address + segment.bytes + padding;
}
