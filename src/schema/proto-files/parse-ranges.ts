import { create } from "@bufbuild/protobuf";
import {
	type DescriptorProto,
	type EnumDescriptorProto,
	ExtensionRangeOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import type { Cursor } from "./cursor.ts";
import { MAX_FIELD, MAX_OF_SET } from "./field-numbers.ts";
import { parseBracketed, utf8 } from "./parse-options.ts";

const MAX_ENUM = 2_147_483_647;
const MIN_ENUM = -2_147_483_648;
/** Marks `max` until the message is parsed: its number is larger in message sets (MessageOptions.message_set_wire_format). */
const OPEN_END = Number.POSITIVE_INFINITY;

/** Parses the ranges after `extensions`, with their options, into the message. */
export function parseExtensionRanges(
	cursor: Cursor,
	message: DescriptorProto,
): void {
	const first = message.extensionRange.length;
	do {
		const { start, end } = parseRange(cursor, 1, OPEN_END);
		message.extensionRange.push({
			$typeName: "google.protobuf.DescriptorProto.ExtensionRange",
			start,
			end: end + 1,
		});
	} while (cursor.take(","));
	const options = create(ExtensionRangeOptionsSchema);
	const bracketed = cursor.peek().text === "[";
	parseBracketed(cursor, ExtensionRangeOptionsSchema, () => options);
	if (bracketed)
		for (const range of message.extensionRange.slice(first))
			range.options = options;
	cursor.expect(";");
}

/** Parses the names or numbers after `reserved` into the message or enum. Names are strings, in editions words. */
export function parseReserved(
	{ cursor, syntax }: { readonly cursor: Cursor; readonly syntax: string },
	type: DescriptorProto | EnumDescriptorProto,
): void {
	const { kind: first } = cursor.peek();
	do {
		const { kind } = cursor.peek();
		if (first !== "string" && first !== "word")
			parseReservedRange(cursor, type);
		else if ((kind === "word") !== (syntax === "editions"))
			throw cursor.fail(
				"a reserved name is a string in proto2 and proto3, and none in editions",
			);
		else if (kind === "word") type.reservedName.push(cursor.word("a name"));
		else type.reservedName.push(utf8(cursor.bytes("a name")));
	} while (cursor.take(","));
	cursor.expect(";");
}

/** The end of a range is exclusive in a message and inclusive in an enum. */
function parseReservedRange(
	cursor: Cursor,
	type: DescriptorProto | EnumDescriptorProto,
): void {
	if (type.$typeName === "google.protobuf.EnumDescriptorProto") {
		type.reservedRange.push({
			$typeName: "google.protobuf.EnumDescriptorProto.EnumReservedRange",
			...parseRange(cursor, MIN_ENUM, MAX_ENUM),
		});
		return;
	}
	const { start, end } = parseRange(cursor, 1, OPEN_END);
	type.reservedRange.push({
		$typeName: "google.protobuf.DescriptorProto.ReservedRange",
		start,
		end: end + 1,
	});
}

/** Replaces `max` in the ranges of a parsed message by its number. */
export function closeRanges(message: DescriptorProto): void {
	const isSet = message.options?.messageSetWireFormat ?? false;
	for (const range of [...message.extensionRange, ...message.reservedRange])
		if (range.end === OPEN_END)
			range.end = (isSet ? MAX_OF_SET : MAX_FIELD) + 1;
}

function parseRange(cursor: Cursor, min: number, max: number) {
	const at = cursor.peek();
	const start = cursor.integer("a number");
	if (start < min) throw cursor.fail(`numbers are ${min} or more`, at);
	const to = () =>
		cursor.take("max") ? max : cursor.integer("a number or max");
	const end = cursor.take("to") ? to() : start;
	if (end < start) throw cursor.fail("a range ends before it begins", at);
	if (end > MAX_ENUM && end !== max)
		throw cursor.fail(`numbers are ${MAX_ENUM} or less`, at);
	return { start, end };
}
