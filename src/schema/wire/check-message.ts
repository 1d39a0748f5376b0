import { isUtf8 } from "node:buffer";
import {
	type DescField,
	type DescMessage,
	type Registry,
	ScalarType,
} from "@bufbuild/protobuf";
import { WireType } from "@bufbuild/protobuf/wire";
import { isDelimited } from "./delimited.ts";
import { extensionField } from "./extension.ts";
import { fieldsByNumber } from "./fields-by-number.ts";
import { chargeMessage, chargeValue } from "./memory-budget.ts";
import { keepAny, type Walk } from "./walk.ts";
import { wireTypeName, wireTypeOf } from "./wire-type.ts";

/** How deep messages may be nested: fromBinary has the same limit. */
export const MAX_DEPTH = 100;

/** Checks fields up to `end`, or to the end of the group with the number `group`. @throws Error, RangeError for bytes that break off */
export function checkMessage(
	walk: Walk,
	desc: DescMessage,
	end: number,
	depth: number,
	group?: number,
): void {
	if (depth > MAX_DEPTH)
		throw new Error(`messages nest more than ${MAX_DEPTH} deep`);
	const { reader, budget } = walk;
	chargeMessage(budget, desc, depth);
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
	chargeValue(walk.budget, depth);
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

/** Checks values that follow each other without tags. */
function checkPacked(walk: Walk, wireType: WireType, depth: number): void {
	const end = endOf(walk);
	while (walk.reader.pos < end) {
		chargeValue(walk.budget, depth);
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
	chargeValue(walk.budget, depth);
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

/** Reads a length and returns the offset of its end. */
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
