import type { Schema, SchemaProblem } from "../schema.ts";

/** Every problem of several schemas once. */
export function problemsOf(
	schemas: readonly Schema[],
): readonly SchemaProblem[] {
	const problems = schemas.flatMap((schema) => schema.problems);
	return [
		...new Map(
			problems.map((problem) => [JSON.stringify(problem), problem]),
		).values(),
	];
}
