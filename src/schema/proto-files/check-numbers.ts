import type {
	DescriptorProto,
	EnumDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { messagesOf } from "../link/elements.ts";
import { MAX_FIELD } from "./field-numbers.ts";
import { faultAt, type ParsedFile } from "./parsed-file.ts";

/**
 * Asserts what protoc asserts of the numbers of fields and enum values (descriptor.cc): each is used once and is not reserved.
 * @throws PluginError `bad-input` at the field or the value
 */
export function checkNumbers(file: ParsedFile): void {
	const { proto } = file;
	for (const { message } of messagesOf(proto)) {
		checkFields(file, message);
		for (const type of message.enumType) checkEnum(file, type);
	}
	for (const type of proto.enumType) checkEnum(file, type);
}

/** A range whose `end` is exclusive. */
type Range = { readonly start: number; readonly end: number };

/** The numbers that protobuf's implementation reserves for itself. */
const INTERNAL: Range = { start: 19_000, end: 20_000 };

function checkFields(file: ParsedFile, message: DescriptorProto): void {
	const { reservedRange, extensionRange, reservedName } = message;
	const reservedNames = new Set(reservedName);
	const names = new Map<number, string>();
	for (const field of message.field) {
		const { name, number } = field;
		const fail = (why: string) =>
			faultAt(file, field, `the field ${name} ${why}`);
		const before = names.get(number);
		if (before !== undefined)
			throw fail(`has the number ${number}, which is ${before}'s`);
		names.set(number, name);
		if (reservedNames.has(name)) throw fail("has a reserved name");
		if (isIn(reservedRange, number))
			throw fail(`has the number ${number}, which is reserved`);
		if (isIn(extensionRange, number))
			throw fail(`has the number ${number}, which is for extensions`);
		if (isIn([INTERNAL], number))
			throw fail("has a number of 19000 to 19999, which are protobuf's own");
	}
	refuseOverlap(file, message, [...reservedRange, ...extensionRange]);
	refuseSameNames(file, message);
	const isSet = message.options?.messageSetWireFormat ?? false;
	if (!isSet && extensionRange.some(({ end }) => end > MAX_FIELD + 1))
		throw faultAt(
			file,
			message,
			`${message.name} has extensions above ${MAX_FIELD}`,
		);
}

type Reserving = Pick<DescriptorProto, "name" | "reservedName">;

function refuseOverlap(
	file: ParsedFile,
	type: Reserving,
	ranges: readonly Range[],
): void {
	const [first, second] = overlapOf(ranges);
	if (first !== undefined && second !== undefined)
		throw faultAt(
			file,
			type,
			`${type.name} gives ${shown(first)} and ${shown(second)} for reserved numbers or extensions, which overlap`,
		);
}

function refuseSameNames(file: ParsedFile, type: Reserving): void {
	const names = new Set<string>();
	for (const name of type.reservedName) {
		if (names.has(name))
			throw faultAt(file, type, `${type.name} reserves ${name} twice`);
		names.add(name);
	}
}

function checkEnum(file: ParsedFile, type: EnumDescriptorProto): void {
	if (type.value.length === 0)
		throw faultAt(file, type, `the enum ${type.name} has no value`);
	const reserved = type.reservedRange.map(({ start, end }) => ({
		start,
		end: end + 1,
	}));
	refuseOverlap(file, type, reserved);
	refuseSameNames(file, type);
	const reservedNames = new Set(type.reservedName);
	const names = new Map<number, string>();
	for (const value of type.value) {
		const { name, number } = value;
		const fail = (why: string) =>
			faultAt(file, value, `the value ${name} ${why}`);
		const before = names.get(number);
		if (before !== undefined && type.options?.allowAlias !== true)
			throw fail(
				`has the number ${number}, which is ${before}'s: allow_alias allows it`,
			);
		names.set(number, name);
		if (reservedNames.has(name)) throw fail("has a reserved name");
		if (isIn(reserved, number))
			throw fail(`has the number ${number}, which is reserved`);
	}
}

function isIn(ranges: readonly Range[], number: number): boolean {
	return ranges.some(({ start, end }) => start <= number && number < end);
}

function overlapOf(ranges: readonly Range[]): readonly Range[] {
	const sorted = ranges.toSorted((a, b) => a.start - b.start);
	const index = sorted.findIndex(({ start }, place) => {
		const before = sorted[place - 1];
		return before !== undefined && start < before.end;
	});
	return index === -1 ? [] : sorted.slice(index - 1, index + 1);
}

function shown({ start, end }: Range): string {
	return end - start === 1 ? String(start) : `${start} to ${end - 1}`;
}
