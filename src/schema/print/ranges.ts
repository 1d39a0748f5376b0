import type { DescEnum, DescMessage, Registry } from "@bufbuild/protobuf";
import { toBinary } from "@bufbuild/protobuf";
import {
	type DescriptorProto_ExtensionRange,
	Edition,
	ExtensionRangeOptionsSchema,
} from "@bufbuild/protobuf/wkt";
import { quoted } from "./literal.ts";
import { bracketed, optionsIn } from "./options.ts";
import { byStart, compareText, type Order } from "./order.ts";
import type { Source } from "./source.ts";

type Range = { readonly start: number; readonly end: number };

/** One more than the largest field number. Message sets (MessageOptions.message_set_wire_format) have larger numbers. */
const PAST_LAST_FIELD = 2 ** 29;
const PAST_LAST_OF_SET = 2 ** 31 - 1;
const LAST_ENUM_VALUE = 2 ** 31 - 1;

/** Returns `reserved 2, 9 to 11`: the numbers that may not be used again. Empty where there are none. */
export function reservedRanges(
	desc: DescMessage | DescEnum,
	order: Order,
): readonly Source[] {
	const all: readonly Range[] = desc.proto.reservedRange;
	const ranges = byStart(all, order);
	if (ranges.length === 0) return [];
	// The `end` of a reserved range is exclusive in a message and inclusive in an enum.
	const past = desc.kind === "message" ? 1 : 0;
	const last = desc.kind === "message" ? lastNumber(desc) : LAST_ENUM_VALUE;
	const texts = ranges.map(({ start, end }) =>
		rangeText(start, end - past, last),
	);
	return [{ head: `reserved ${texts.join(", ")}` }];
}

/** Returns `reserved "old"`. Editions write the names without quotes. */
export function reservedNames(
	desc: DescMessage | DescEnum,
	order: Order,
): readonly Source[] {
	const { reservedName } = desc.proto;
	const names =
		order === "sorted" ? reservedName.toSorted(compareText) : reservedName;
	if (names.length === 0) return [];
	const isQuoted = desc.file.edition < Edition.EDITION_2023;
	const texts = isQuoted ? names.map(quoted) : names;
	return [{ head: `reserved ${texts.join(", ")}` }];
}

/** Returns `extensions 100 to 199`. Adjacent ranges with the same options share a statement. */
export function extensionRanges(
	desc: DescMessage,
	{ order, registry }: { readonly order: Order; readonly registry: Registry },
): readonly Source[] {
	const last = lastNumber(desc);
	return runsOf(byStart(desc.proto.extensionRange, order)).map((run) => {
		const texts = run.map(({ start, end }) => rangeText(start, end - 1, last));
		const options = optionsIn("range", run[0]?.options, registry);
		return { head: `extensions ${texts.join(", ")}${bracketed(options)}` };
	});
}

type Run = readonly DescriptorProto_ExtensionRange[];

function runsOf(ranges: Run): readonly Run[] {
	const runs: DescriptorProto_ExtensionRange[][] = [];
	for (const range of ranges) {
		const run = runs.at(-1);
		if (run?.[0] !== undefined && sameOptions(run[0].options, range.options))
			run.push(range);
		else runs.push([range]);
	}
	return runs;
}

/** Compares options as bytes, so that unknown fields count: custom options are such fields. */
function sameOptions(
	a: DescriptorProto_ExtensionRange["options"],
	b: DescriptorProto_ExtensionRange["options"],
): boolean {
	if (a === undefined || b === undefined) return a === b;
	return (
		Buffer.compare(
			toBinary(ExtensionRangeOptionsSchema, a),
			toBinary(ExtensionRangeOptionsSchema, b),
		) === 0
	);
}

function lastNumber({ proto }: DescMessage): number {
	return (
		(proto.options?.messageSetWireFormat ? PAST_LAST_OF_SET : PAST_LAST_FIELD) -
		1
	);
}

function rangeText(start: number, end: number, last: number): string {
	if (start === end) return String(start);
	return `${start} to ${end === last ? "max" : end}`;
}
