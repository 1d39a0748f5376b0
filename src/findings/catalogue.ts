import type { Severity } from "./finding.ts";
import { HEALTH_FINDINGS } from "./health.ts";
import { SCHEMA_FINDINGS } from "./schema.ts";

/** What a finding's code means, for any pod: one page of docs/findings.md, and what `explain CODE` prints. */
export type FindingEntry = {
	readonly severity: Severity;
	/** A sentence that is true when all is well. */
	readonly holds: string;
	/** What was seen when the finding is raised. */
	readonly evidence: string;
	/** Why it matters and how it comes about. */
	readonly reason: string;
	/** What to do, in the order to try. */
	readonly fix: readonly string[];
};

/**
 * Every finding of every subcommand, by its stable code. Bands: KG1xx health, KG2xx schema, KG3xx load, KG4xx drain.
 * A code is never used again for something else.
 */
export const CATALOGUE = {
	...HEALTH_FINDINGS,
	...SCHEMA_FINDINGS,
} as const satisfies Readonly<Record<string, FindingEntry>>;

export type FindingCode = keyof typeof CATALOGUE;
