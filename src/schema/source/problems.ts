import type { Schema, SchemaProblem } from "../schema.ts";
import type { SchemaGap } from "./gaps.ts";

/** A flaw of a schema, or what it names and does not tell. */
export type ReportedProblem = SchemaProblem | SchemaGap;

/** Every problem of several schemas, and what they do not tell of what is asked, once. */
export function problemsOf(
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
