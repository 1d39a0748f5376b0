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
import {
	groupsOf,
	type Holder,
	type HolderReport,
	type SchemaGroup,
} from "./holders.ts";

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
	readonly findings: readonly {
		readonly subject: string;
		readonly finding: Finding;
	}[];
	/** All that the differences break together. */
	readonly breaks: readonly Breakage[];
};

/** The report of all that was seen. Pure. */
export function schemaDiff(holders: readonly Holder[]): SchemaDiff {
	const groups = groupsOf(holders);
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

function holderReport({ answer: _, ...holder }: Holder): HolderReport {
	return holder;
}
