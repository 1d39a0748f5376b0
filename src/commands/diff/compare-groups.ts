import { compareSchemas } from "../../schema/compare/compare-schemas.ts";
import type { SchemaDifference } from "../../schema/compare/difference.ts";
import { linePairs } from "../../schema/compare/hunks.ts";
import type { Steps } from "../../schema/link/steps.ts";
import type { SchemaGroup } from "./groups.ts";

/** Returns the differences between the schemas of two groups. */
export type CompareGroups = (
	before: SchemaGroup,
	after: SchemaGroup,
) => Steps<readonly SchemaDifference[]>;

/** Returns a comparison that compares each pair of groups once, however often it is asked. */
export function compareOnce(): CompareGroups {
	const known = new Map<
		SchemaGroup,
		Map<SchemaGroup, readonly SchemaDifference[]>
	>();
	const pairs = linePairs();
	return function* (before, after) {
		const others = known.get(before) ?? new Map();
		known.set(before, others);
		const differences =
			others.get(after) ??
			(yield* compareSchemas(before.comparable, after.comparable, pairs));
		others.set(after, differences);
		return differences;
	};
}
