import type { SchemaSymbol } from "../print/symbol.ts";
import type { Schema, SchemaProblem } from "../schema.ts";
import { missingForServices, missingForSymbol } from "./missing-types.ts";
import { undescribedReasons } from "./undescribed.ts";

/** Something that a schema names and does not describe. */
export type SchemaGap =
	| Extract<SchemaProblem, { kind: "undescribed-service" }>
	/** A message or an enum that is used and that no file declares. Only its name is known. */
	| {
			readonly kind: "missing-type";
			readonly type: string;
			readonly reason: string;
	  };

/** Returns the services without a description, and the types that services use and no file declares. Without services all types count. */
export function gapsOf(schema: Schema): readonly SchemaGap[] {
	const undescribed = [...undescribedReasons(schema)].map(
		([service, reason]) =>
			({ kind: "undescribed-service", service, reason }) as const,
	);
	return [...undescribed, ...missingTypeGaps(missingForServices(schema))];
}

/** Returns the missing types among those that a symbol uses. Extensions do not count. */
export function gapsOfSymbol(
	schema: Schema,
	symbol: SchemaSymbol,
): readonly SchemaGap[] {
	return missingTypeGaps(missingForSymbol(schema, symbol));
}

function missingTypeGaps(
	reasons: ReadonlyMap<string, string>,
): readonly SchemaGap[] {
	return [...reasons].map(([type, reason]) => ({
		kind: "missing-type",
		type,
		reason,
	}));
}

/** Returns the line on stderr about a gap. */
export function gapLine(gap: SchemaGap): string {
	switch (gap.kind) {
		case "undescribed-service":
			return `${gap.service} cannot be described: ${gap.reason}`;
		case "missing-type":
			return `${gap.type} is missing: ${gap.reason}`;
	}
}
