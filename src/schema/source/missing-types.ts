import type { SchemaTypes } from "../compare/types-of.ts";
import { isPlaceholder } from "../link/placeholder.ts";
import type { Schema } from "../schema.ts";

/** Those of a schema's types that are used and nowhere declared, with the reason: a file that was not sent, or left out. */
export function missingTypes(
	{ problems }: Schema,
	types: SchemaTypes,
): ReadonlyMap<string, string> {
	const lost = problems.find(({ kind }) => kind === "missing-import");
	const reason =
		lost?.kind === "missing-import"
			? `${lost.file} imports ${lost.import}, which did not come`
			: "no file that came declares it";
	const missing = [...types].filter(([, type]) => isPlaceholder(type));
	return new Map(missing.map(([name]) => [name, reason]));
}
