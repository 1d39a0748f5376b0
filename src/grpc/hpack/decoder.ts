import { decodeHuffman } from "./huffman.ts";
import { type HeaderField, STATIC_TABLE } from "./static-table.ts";

/** The fields of a header block, or the reason why it cannot be decoded. */
export type DecodedBlock =
	| { readonly kind: "fields"; readonly fields: readonly HeaderField[] }
	| { readonly kind: "broken"; readonly reason: string };

/** Decodes complete header blocks of one direction of a connection, in their order. It never throws. */
export type HpackDecoder = (block: Uint8Array) => DecodedBlock;

/** The size of a table entry besides its text (RFC 7541 section 4.1). */
const ENTRY_BYTES = 32;
/** The default of SETTINGS_HEADER_TABLE_SIZE. */
const DEFAULT_TABLE_BYTES = 4096;
/** Maximum table size, more than any known peer announces. */
const MAX_TABLE_BYTES = 64 * 1024;
/** Maximum size of all fields of one block. A few octets can stand for long fields. */
const MAX_BLOCK_BYTES = 256 * 1024;

/** Dynamic table, the newest entry first. */
type Table = { entries: HeaderField[]; bytes: number; maxBytes: number };

type Reading = { readonly block: Uint8Array; at: number };

class Broken extends Error {}

/** Creates a decoder (RFC 7541). A broken block leaves the table in an unknown state, so all later blocks are broken as well. */
export function createHpackDecoder(): HpackDecoder {
	const table: Table = {
		entries: [],
		bytes: 0,
		maxBytes: DEFAULT_TABLE_BYTES,
	};
	let broken: DecodedBlock | undefined;
	return (block) => {
		if (broken !== undefined) return broken;
		try {
			return { kind: "fields", fields: readBlock({ block, at: 0 }, table) };
		} catch (caught) {
			if (!(caught instanceof Broken)) throw caught;
			broken = { kind: "broken", reason: caught.message };
			return broken;
		}
	};
}

function readBlock(reading: Reading, table: Table): readonly HeaderField[] {
	const fields: HeaderField[] = [];
	let bytes = 0;
	while (reading.at < reading.block.length) {
		const field = readField(reading, table);
		if (field === undefined) continue;
		fields.push(field);
		bytes += sizeOf(field);
		if (bytes > MAX_BLOCK_BYTES)
			throw new Broken(`more than ${MAX_BLOCK_BYTES} bytes of header fields`);
	}
	return fields;
}

/** Reads one representation (RFC 7541 section 6). Undefined for one that is no field. */
function readField(reading: Reading, table: Table): HeaderField | undefined {
	const first = reading.block[reading.at] ?? 0;
	if ((first & 0x80) !== 0) return entryAt(readInteger(reading, 7), table);
	if ((first & 0x40) !== 0) {
		const field = readLiteral(reading, 6, table);
		add(field, table);
		return field;
	}
	if ((first & 0x20) === 0) return readLiteral(reading, 4, table);
	resize(readInteger(reading, 5), table);
	return undefined;
}

function readLiteral(
	reading: Reading,
	prefixBits: number,
	table: Table,
): HeaderField {
	const index = readInteger(reading, prefixBits);
	const name = index === 0 ? readString(reading) : entryAt(index, table)[0];
	return [name, readString(reading)];
}

/** Reads an integer whose first octet shares its upper bits with other data (RFC 7541 section 5.1). */
function readInteger(reading: Reading, prefixBits: number): number {
	const full = 2 ** prefixBits - 1;
	let value = readOctet(reading) & full;
	if (value < full) return value;
	for (let shift = 0; shift <= 28; shift += 7) {
		const octet = readOctet(reading);
		value += (octet & 0x7f) * 2 ** shift;
		if ((octet & 0x80) === 0) return value;
	}
	throw new Broken("an integer that does not end");
}

function readString(reading: Reading): string {
	const isHuffman = ((reading.block[reading.at] ?? 0) & 0x80) !== 0;
	const length = readInteger(reading, 7);
	const end = reading.at + length;
	if (end > reading.block.length)
		throw new Broken("a string longer than its block");
	const bytes = reading.block.subarray(reading.at, end);
	reading.at = end;
	const plain = isHuffman ? decodeHuffman(bytes) : bytes;
	if (plain === undefined) throw new Broken("a string that is no Huffman code");
	return Buffer.from(plain).toString("latin1");
}

function readOctet(reading: Reading): number {
	const octet = reading.block[reading.at];
	if (octet === undefined) throw new Broken("a block that breaks off");
	reading.at++;
	return octet;
}

function entryAt(index: number, { entries }: Table): HeaderField {
	const entry =
		STATIC_TABLE[index - 1] ?? entries[index - 1 - STATIC_TABLE.length];
	if (entry === undefined) throw new Broken(`no entry has index ${index}`);
	return entry;
}

function add(field: HeaderField, table: Table): void {
	table.entries.unshift(field);
	table.bytes += sizeOf(field);
	evict(table);
}

function resize(maxBytes: number, table: Table): void {
	if (maxBytes > MAX_TABLE_BYTES)
		throw new Broken(`a table of ${maxBytes} bytes`);
	table.maxBytes = maxBytes;
	evict(table);
}

function evict(table: Table): void {
	while (table.bytes > table.maxBytes) {
		const oldest = table.entries.pop();
		if (oldest === undefined) return;
		table.bytes -= sizeOf(oldest);
	}
}

function sizeOf([name, value]: HeaderField): number {
	return name.length + value.length + ENTRY_BYTES;
}
