import type { DescEnum, DescMessage } from "@bufbuild/protobuf";
import { type Breakage, type BrokenRule, EVERYTHING } from "./compatibility.ts";
import { isCovered, type NumberRange, rangeText } from "./number-range.ts";

/** What a removal breaks, and the end of the sentence that reports it. */
type Removal = {
	readonly breaks: readonly Breakage[];
	readonly reasonEnd: string;
};

/**
 * Returns what the removal of a number and its names breaks. A reserved number is safe on the wire, because nothing else can use
 * it. JSON is safe where the names are reserved too.
 */
export function removalFrom(
	after: DescMessage | DescEnum,
	number: number,
	names: readonly string[],
): Removal {
	const isReserved = isNumberReserved(after, number);
	const areNamesReserved = names.every((name) => isNameReserved(after, name));
	return {
		breaks: [
			...(isReserved ? [] : ["wire" as const]),
			...(isReserved && areNamesReserved ? [] : ["json" as const]),
			"source",
		],
		reasonEnd: `is gone${isReserved ? "" : ", its number not reserved"}`,
	};
}

/** Whether a number may not be used again. */
function isNumberReserved(
	desc: DescMessage | DescEnum,
	number: number,
): boolean {
	return rangesOf(desc).some(
		({ first, last }) => first <= number && number <= last,
	);
}

/** Whether a name may not be used again. */
function isNameReserved(desc: DescMessage | DescEnum, name: string): boolean {
	return desc.proto.reservedName.includes(name);
}

/** Returns the rule that a type breaks where it no longer reserves a number or a name. */
export function reservedRules(
	before: DescMessage | DescEnum,
	after: DescMessage | DescEnum,
): readonly BrokenRule[] {
	const kept = rangesOf(after);
	const ranges = rangesOf(before).filter((range) => !isCovered(range, kept));
	const names = before.proto.reservedName.filter(
		(name) => !isNameReserved(after, name),
	);
	const lost = [...ranges.map(rangeText), ...names.map((name) => `"${name}"`)];
	if (lost.length === 0) return [];
	const kind = before.kind === "message" ? "MESSAGE" : "ENUM";
	return [
		{
			rule: `RESERVED_${kind}_NO_DELETE`,
			breaks: EVERYTHING,
			reason: `no longer reserves ${lost.join(", ")}`,
		},
	];
}

/** The `end` of a reserved range is exclusive in a message and inclusive in an enum (descriptor.proto). */
function rangesOf(desc: DescMessage | DescEnum): readonly NumberRange[] {
	return desc.kind === "message"
		? desc.proto.reservedRange.map(({ start, end }) => ({
				first: start,
				last: end - 1,
			}))
		: desc.proto.reservedRange.map(({ start, end }) => ({
				first: start,
				last: end,
			}));
}
