import { API_VERSION } from "../../cli/api-version.ts";
import type { FailureFact } from "../../cli/recording/failure.ts";
import type { Finding } from "../../findings/finding.ts";
import {
	BREAKAGES,
	type Breakage,
} from "../../schema/compare/compatibility.ts";
import type { SchemaDifference } from "../../schema/compare/difference.ts";
import { runInTurns, type Steps } from "../../schema/link/steps.ts";
import { type CompareGroups, compareOnce } from "./compare-groups.ts";
import type { Side } from "./facts.ts";
import { judgeSchemas } from "./findings.ts";
import { groupsOf, type SchemaGroup } from "./groups.ts";
import { type Holder, type HolderReport, holderReport } from "./holders.ts";
import { comparedBy, linkSchemas } from "./read-schema.ts";
import {
	judgeGaps,
	type MissingType,
	type NotCompared,
} from "./undescribed.ts";

export type GroupReport = {
	/** A, B, C …: groups of the first side first, and within a side the oldest first. */
	readonly name: string;
	/** Equal for equal schemas, whatever the order of files and declarations. */
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
	/** The holders without a schema, and why. */
	readonly failed: readonly FailedReport[];
	/** Services that are listed and that no schema describes, so that they may differ. */
	readonly notCompared: readonly NotCompared[];
	/** Types that are used and that no schema declares, so that they may differ. */
	readonly missingTypes: readonly MissingType[];
	readonly findings: readonly {
		readonly subject: string;
		readonly finding: Finding;
	}[];
	/** Everything that the differences break. */
	readonly breaks: readonly Breakage[];
};

/** Returns the report about all holders. It works in turns with the rest of the process. @throws PluginError `schema` */
export async function schemaDiff(seen: readonly Holder[]): Promise<SchemaDiff> {
	const linked = await linkSchemas(seen);
	const compared = comparedBy(seen, linked);
	const { holders, ...gaps } = judgeGaps(seen, compared, linked);
	const groups = await runInTurns(groupsOf(holders, compared, linked));
	const compare = compareOnce();
	const pairs = pairsOf(groups, sidesOf(holders));
	const differences = await runInTurns(differencesOf(pairs, compare));
	return {
		apiVersion: API_VERSION,
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
		...gaps,
		findings: await runInTurns(judgeSchemas(groups, compare)),
		breaks: BREAKAGES.filter((kind) =>
			differences.some(({ breaks }) => breaks.includes(kind)),
		),
	};
}

type Pair = readonly [before: SchemaGroup, after: SchemaGroup];

function* differencesOf(
	pairs: readonly Pair[],
	compare: CompareGroups,
): Steps<readonly DifferenceReport[]> {
	const reports: DifferenceReport[] = [];
	for (const [before, after] of pairs) {
		const [from, to] = [before.letter, after.letter];
		for (const difference of yield* compare(before, after))
			reports.push({ from, to, ...difference });
	}
	return reports;
}

/** Returns the number of sides, whether their schemas are known or not. */
function sidesOf(holders: readonly Holder[]): "one" | "two" {
	return holders.some(({ side }) => side === "second") ? "two" : "one";
}

/**
 * Returns the pairs to compare. With one side, every other schema is compared with the first. With two sides, each schema of the
 * second is compared with each of the first: a new schema must suit the callers of everything that runs.
 */
function pairsOf(
	groups: readonly SchemaGroup[],
	sides: "one" | "two",
): readonly Pair[] {
	const onSide = (side: Side) =>
		groups.filter(({ holders }) => holders.some((one) => one.side === side));
	const before = sides === "one" ? groups.slice(0, 1) : onSide("first");
	const after = sides === "one" ? groups : onSide("second");
	return before.flatMap((one) =>
		after.filter((other) => other !== one).map((other): Pair => [one, other]),
	);
}
