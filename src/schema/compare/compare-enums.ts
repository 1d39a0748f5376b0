import type { DescEnum } from "@bufbuild/protobuf";
import { isOpen } from "../link/open-enums.ts";
import { type BrokenRule, JSON_AND_SOURCE, SOURCE } from "./compatibility.ts";
import { jsonFormatRules } from "./json-format.ts";
import { removalFrom, reservedRules } from "./reserved.ts";

/** Returns the rules that an enum breaks compared with its earlier form. */
export function enumRules(
	before: DescEnum,
	after: DescEnum,
): readonly BrokenRule[] {
	const was = namesByNumber(before);
	const is = namesByNumber(after);
	const values = [...was].flatMap(([number, names]) => {
		const now = is.get(number);
		return now === undefined
			? removedValue(number, names, after)
			: renamedValue(number, names, now);
	});
	const open: readonly BrokenRule[] =
		isOpen(before) === isOpen(after)
			? []
			: [
					{
						rule: "ENUM_SAME_TYPE",
						breaks: SOURCE,
						reason: `is ${isOpen(after) ? "open" : "closed"} to unknown values`,
					},
				];
	return [
		...values,
		...reservedRules(before, after),
		...open,
		...jsonFormatRules("ENUM_SAME_JSON_FORMAT", before, after),
	];
}

/** Several names may share a number (allow_alias). */
function namesByNumber({
	values,
}: DescEnum): ReadonlyMap<number, readonly string[]> {
	const byNumber = Map.groupBy(values, ({ number }) => number);
	return new Map(
		[...byNumber].map(([number, all]) => [number, all.map(({ name }) => name)]),
	);
}

function removedValue(
	number: number,
	names: readonly string[],
	after: DescEnum,
): readonly BrokenRule[] {
	const { breaks, reasonEnd } = removalFrom(after, number, names);
	const reason = `value ${number} ${names.join(", ")} ${reasonEnd}`;
	return [{ rule: "ENUM_VALUE_NO_DELETE", breaks, reason }];
}

function renamedValue(
	number: number,
	was: readonly string[],
	is: readonly string[],
): readonly BrokenRule[] {
	if (was.every((name) => is.includes(name))) return [];
	return [
		{
			rule: "ENUM_VALUE_SAME_NAME",
			breaks: JSON_AND_SOURCE,
			reason: `value ${number} was ${was.join(", ")} and is ${is.join(", ")}`,
		},
	];
}
