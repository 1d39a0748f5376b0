import type { Schema } from "../schema.ts";
import { missingLines } from "./missing-types.ts";
import { undescribedLines } from "./undescribed.ts";

/** A line for each service that a schema does not describe, and for each type that it does not declare. */
export function gapLines(schema: Schema): readonly string[] {
	return [...undescribedLines(schema), ...missingLines(schema)];
}
