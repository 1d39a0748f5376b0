import type { Schema, SchemaProblem } from "../schema.ts";
import type { SchemaGap } from "./gaps.ts";

/** A flaw of a schema, or something that it names and does not describe. */
export type ReportedProblem = SchemaProblem | SchemaGap;

/** Returns the problems of several schemas and the gaps, without repetition. */
export function uniqueProblems(
	schemas: readonly Pick<Schema, "problems">[],
	gaps: readonly SchemaGap[],
): readonly ReportedProblem[] {
	const problems = [...schemas.flatMap((schema) => schema.problems), ...gaps];
	return [
		...new Map(
			problems.map((problem) => [JSON.stringify(problem), problem]),
		).values(),
	];
}
