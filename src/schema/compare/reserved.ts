import type { DescEnum, DescMessage } from "@bufbuild/protobuf";
import { type Breakage, type BrokenRule, EVERYTHING } from "./compatibility.ts";
import { isCovered, type NumberRange, rangeText } from "./number-range.ts";

/** A removal: what it breaks, and the end of the sentence that tells of it. */
type Removal = {
	readonly breaks: readonly Breakage[];
	readonly told: string;
};

/** What the removal of a number and its names breaks. One that is reserved cannot come back as something else, which makes it safe. */
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
		told: `is gone${isReserved ? "" : ", its number not reserved"}`,
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

/** The rule that a type breaks which gives up reserved numbers or names. */
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

/** A message's range ends before its `end`, an enum's with it (descriptor.proto). */
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
