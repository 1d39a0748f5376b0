import { isUtf8 } from "node:buffer";
import {
	type DescField,
	type DescMessage,
	fromBinary,
	type Registry,
	ScalarType,
} from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { type Any, AnySchema } from "@bufbuild/protobuf/wkt";
import { messageOf } from "../../errors.ts";
import { typeNameOf } from "../json/custom-json.ts";
import { isDelimited } from "./delimited.ts";
import { extensionField } from "./extension.ts";
import { fieldsByNumber } from "./fields-by-number.ts";
import { type Room, spendOnMessage, spendOnValue } from "./room.ts";
import { wireTypeName, wireTypeOf } from "./wire-type.ts";

/** Messages inside each other, as fromBinary bounds them. */
const MAX_DEPTH = 100;

/** A walk over serialized bytes; `trail` is the fields that it is in, for the fault's sentence. */
type Walk = {
	readonly reader: BinaryReader;
	readonly bytes: Uint8Array;
	readonly registry: Registry;
	readonly trail: DescField[];
	/** Undefined: it is not bounded. */
	readonly room: Room | undefined;
	/** What is packed, and counts too. */
	readonly anys: Any[];
	/** Names of packed types that the registry lacks. */
	readonly unknown: Set<string>;
};

/**
 * Says why bytes are no message of a type, or undefined when they are one. fromBinary reads a field whatever its wire type is, which
 * turns a message of another type into nonsense instead of an error, and it cannot say where it failed.
 * @param room what they and the messages packed in them take is taken from it; below zero it did not suffice, and they were not read to the end
 */
export function findWireFault(
	desc: DescMessage,
	bytes: Uint8Array,
	registry: Registry,
	room?: Room,
): string | undefined {
	const walk = walkOver(bytes, registry, room);
	const { reader } = walk;
	try {
		checkMessage(walk, desc, bytes.length, 1);
		if (room !== undefined) spendOnAnys(walk, room);
		return undefined;
	} catch (error) {
		const path = walk.trail.map(({ name }) => name).join(".");
		const where = path === "" ? "" : `in the field ${path}, `;
		const at = Math.min(reader.pos, bytes.length);
		return `${where}at byte ${at} of ${bytes.length}: ${reasonOf(error)}`;
	}
}

/**
 * Names of types that are packed in a message, or in what is packed there, and that the registry does not have: as far as the message can
 * be read.
 */
export function unknownPackedTypes(
	desc: DescMessage,
	bytes: Uint8Array,
	registry: Registry,
	room: Room,
): ReadonlySet<string> {
	const walk = walkOver(bytes, registry, room);
	try {
		checkMessage(walk, desc, bytes.length, 1);
		spendOnAnys(walk, room);
	} catch {
		// Whoever writes the message says what is wrong with it.
	}
	return walk.unknown;
}

function walkOver(
	bytes: Uint8Array,
	registry: Registry,
	room: Room | undefined,
): Walk {
	const reader = new BinaryReader(bytes);
	return {
		reader,
		bytes,
		registry,
		trail: [],
		room,
		anys: [],
		unknown: new Set(),
	};
}

/** What BinaryReader of protobuf-es says, in the words of this file. */
const READER_ERRORS: readonly (readonly [RegExp, string])[] = [
	[/^illegal tag/, "no field begins so"],
	[/end group|wire type 4/, "the end of a group that was not begun"],
	[/recursion depth/, `messages nest more than ${MAX_DEPTH} deep`],
];

function reasonOf(error: unknown): string {
	if (error instanceof RangeError) return "it breaks off";
	const message = messageOf(error);
	const known = READER_ERRORS.find(([pattern]) => pattern.test(message));
	return known?.[1] ?? message;
}

/** Checks fields up to `end`, or to the end of the group with the number `group`. */
function checkMessage(
	walk: Walk,
	desc: DescMessage,
	end: number,
	depth: number,
	group?: number,
): void {
	if (depth > MAX_DEPTH)
		throw new Error(`messages nest more than ${MAX_DEPTH} deep`);
	const { reader, room } = walk;
	spendOnMessage(room, desc, depth);
	const start = reader.pos;
	let fieldsEnd = start;
	for (; reader.pos < end; fieldsEnd = reader.pos) {
		const [number, wireType] = reader.tag();
		if (wireType === WireType.EndGroup && number === group) {
			keepAny(walk, desc, start, fieldsEnd);
			return;
		}
		const field = fieldOf(desc, number, walk.registry);
		if (field === undefined) {
			reader.skip(wireType, number, MAX_DEPTH - depth);
			continue;
		}
		walk.trail.push(field);
		checkField(walk, field, wireType, depth);
		walk.trail.pop();
	}
	if (group !== undefined) throw new Error("a group that does not end");
	if (reader.pos > end) throw new Error("it is longer than its length says");
	keepAny(walk, desc, start, fieldsEnd);
}

function fieldOf(
	desc: DescMessage,
	number: number,
	registry: Registry,
): DescField | undefined {
	const field = fieldsByNumber(desc).get(number);
	if (field !== undefined) return field;
	const extension = registry.getExtensionFor(desc, number);
	return extension && extensionField(extension);
}

function checkField(
	walk: Walk,
	field: DescField,
	wireType: WireType,
	depth: number,
): void {
	if (field.fieldKind === "map") {
		requireType(wireType, WireType.LengthDelimited);
		checkMapEntry(walk, field, endOf(walk), depth);
	} else if (
		field.fieldKind === "list" &&
		wireType === WireType.LengthDelimited &&
		isPackable(field)
	)
		checkPacked(walk, wireTypeOfValue(field), depth);
	else checkValue(walk, field, wireType, depth);
}

function isPackable(field: DescField): boolean {
	return (
		field.enum !== undefined ||
		(field.scalar !== undefined &&
			wireTypeOf(field.scalar) !== WireType.LengthDelimited)
	);
}

function wireTypeOfValue(field: DescField): WireType {
	if (field.scalar !== undefined) return wireTypeOf(field.scalar);
	if (field.enum !== undefined) return WireType.Varint;
	return isDelimited(field) ? WireType.StartGroup : WireType.LengthDelimited;
}

function checkValue(
	walk: Walk,
	field: DescField,
	wireType: WireType,
	depth: number,
): void {
	requireType(wireType, wireTypeOfValue(field));
	const { reader, bytes } = walk;
	if (field.message !== undefined) {
		if (wireType === WireType.StartGroup)
			checkMessage(walk, field.message, bytes.length, depth + 1, field.number);
		else checkMessage(walk, field.message, endOf(walk), depth + 1);
		return;
	}
	spendOnValue(walk.room, depth);
	checkScalar(walk, field, field.scalar ?? ScalarType.INT32);
	if (reader.pos > bytes.length) throw new RangeError();
}

function checkScalar(
	{ reader, bytes }: Walk,
	{ utf8Validation }: { readonly utf8Validation: boolean },
	scalar: ScalarType,
): void {
	if (scalar !== ScalarType.STRING) {
		reader.skip(wireTypeOf(scalar));
		return;
	}
	const length = reader.uint32();
	const start = reader.pos;
	reader.pos += length;
	if (reader.pos > bytes.length) throw new RangeError();
	if (utf8Validation && !isUtf8(bytes.subarray(start, reader.pos)))
		throw new Error("the string is not UTF-8");
}

/** Checks numbers one after another without tags. */
function checkPacked(walk: Walk, wireType: WireType, depth: number): void {
	const end = endOf(walk);
	while (walk.reader.pos < end) {
		spendOnValue(walk.room, depth);
		walk.reader.skip(wireType);
	}
	if (walk.reader.pos > end)
		throw new Error("a packed number is longer than its list");
}

function checkMapEntry(
	walk: Walk,
	field: DescField & { readonly fieldKind: "map" },
	end: number,
	depth: number,
): void {
	const { reader } = walk;
	spendOnValue(walk.room, depth);
	while (reader.pos < end) {
		const [number, wireType] = reader.tag();
		if (number === 1) {
			requireType(wireType, wireTypeOf(field.mapKey));
			checkScalar(walk, field, field.mapKey);
		} else if (number === 2) checkValue(walk, field, wireType, depth);
		else reader.skip(wireType, number, MAX_DEPTH - depth);
	}
	if (reader.pos > end) throw new Error("an entry is longer than its length");
}

/** Keeps what is packed at a place, where room is counted. */
function keepAny(
	{ room, anys, bytes }: Walk,
	desc: DescMessage,
	start: number,
	end: number,
): void {
	const isAny = end > start && desc.typeName === AnySchema.typeName;
	if (isAny && room !== undefined)
		anys.push(fromBinary(AnySchema, bytes.subarray(start, end)));
}

/** Faults of what is packed are no faults of the message. */
function spendOnAnys(outer: Walk, room: Room): void {
	const { anys, registry, unknown } = outer;
	// With those that are found in them: these come behind.
	for (const any of anys) {
		const name = typeNameOf(any.typeUrl);
		const desc = registry.getMessage(name);
		if (desc === undefined) {
			unknown.add(name);
			continue;
		}
		const { value: bytes } = any;
		const walk = { ...walkOver(bytes, registry, room), anys };
		try {
			checkMessage(walk, desc, bytes.length, 1);
		} catch {
			if (room.left < 0) return;
		}
	}
}

/** Reads a length and gives the offset where what has it ends. */
function endOf({ reader, bytes }: Walk): number {
	const length = reader.uint32();
	const end = reader.pos + length;
	if (end > bytes.length) throw new RangeError();
	return end;
}

function requireType(wireType: WireType, wanted: WireType): void {
	if (wireType === wanted) return;
	throw new Error(
		`${wireTypeName(wireType)} where ${wireTypeName(wanted)} should be: a field of another type`,
	);
}
