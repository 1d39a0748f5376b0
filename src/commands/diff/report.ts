import type { FailureFact } from "../../cli/recording/failure.ts";
import type { API_VERSION } from "../../cli/structured.ts";
import { API_VERSION as VERSION } from "../../cli/structured.ts";
import type { Finding } from "../../findings/finding.ts";
import {
	compareSchemas,
	type SchemaDifference,
} from "../../schema/compare/compare-schemas.ts";
import {
	BREAKAGES,
	type Breakage,
} from "../../schema/compare/compatibility.ts";
import { judgeSchemas } from "./findings.ts";
import { groupsOf, type SchemaGroup } from "./groups.ts";
import { type Holder, type HolderReport, holderReport } from "./holders.ts";
import { comparedBy, linkOnce } from "./read-schema.ts";
import { type NotCompared, weighUndescribed } from "./undescribed.ts";

export type GroupReport = {
	/** A, B, C …: the first is what the others are compared with. */
	readonly name: string;
	/** The same for equal schemas, whatever the order of files and declarations. */
	readonly digest: string;
	readonly services: readonly string[];
	readonly holders: readonly HolderReport[];
};

export type DifferenceReport = SchemaDifference & {
	readonly from: string;
	readonly to: string;
};

export type FailedReport = HolderReport & {
	/** `schema` is the code where the pod answered and does not describe itself. */
	readonly failure: FailureFact;
};

export type SchemaDiff = {
	readonly apiVersion: typeof API_VERSION;
	readonly kind: "SchemaDiff";
	readonly schemas: readonly GroupReport[];
	readonly differences: readonly DifferenceReport[];
	/** Who could not be asked, and why. */
	readonly failed: readonly FailedReport[];
	/** What is listed and described by nobody, so that it may differ. */
	readonly notCompared: readonly NotCompared[];
	readonly findings: readonly {
		readonly subject: string;
		readonly finding: Finding;
	}[];
	/** All that the differences break together. */
	readonly breaks: readonly Breakage[];
};

/** The report of all that was seen. Pure. */
export function schemaDiff(seen: readonly Holder[]): SchemaDiff {
	const link = linkOnce();
	const compared = comparedBy(seen, link);
	const { holders, notCompared } = weighUndescribed(seen, compared, link);
	const groups = groupsOf(holders, compared, link);
	const differences = differencesOf(groups);
	return {
		apiVersion: VERSION,
		kind: "SchemaDiff",
		schemas: groups.map(({ letter, digest, services, holders: all }) => ({
			name: letter,
			digest,
			services,
			holders: all.map(holderReport),
		})),
		differences,
		failed: holders.flatMap((holder) =>
			holder.answer.kind === "failed"
				? [{ ...holderReport(holder), failure: holder.answer.failure }]
				: [],
		),
		notCompared,
		findings: judgeSchemas(groups),
		breaks: BREAKAGES.filter((kind) =>
			differences.some(({ breaks }) => breaks.includes(kind)),
		),
	};
}

/** Every other schema against the first. */
function differencesOf(
	groups: readonly SchemaGroup[],
): readonly DifferenceReport[] {
	const [first, ...others] = groups;
	if (first === undefined) return [];
	return others.flatMap((other) =>
		compareSchemas(first.comparable, other.comparable).map((difference) => ({
			from: first.letter,
			to: other.letter,
			...difference,
		})),
	);
}
