import type { Finding } from "../../findings/finding.ts";
import { listed } from "../../listed.ts";
import type { SchemaDifference } from "../../schema/compare/difference.ts";
import type { Steps } from "../../schema/link/steps.ts";
import type { CompareGroups } from "./compare-groups.ts";
import { bornAt, type SchemaGroup } from "./groups.ts";
import { eachOnce, type Holder } from "./holders.ts";

type AboutSchemas = { readonly subject: string; readonly finding: Finding };

/** Returns the findings about targets whose pods do not serve the same schema: KG201 to KG204. */
export function* judgeSchemas(
	groups: readonly SchemaGroup[],
	compare: CompareGroups,
): Steps<readonly AboutSchemas[]> {
	const judged: AboutSchemas[] = [];
	for (const origin of originsOf(groups)) {
		const schemaGroups = groups.filter(({ holders }) =>
			holders.some((holder) => countsFor(holder, origin)),
		);
		if (schemaGroups.length < 2) continue;
		const pairs = yield* pairsOf(oldestFirst(schemaGroups, origin), compare);
		const findings = [
			splitFinding(schemaGroups, origin, pairs),
			...sameImage(schemaGroups, origin),
			...partialMethods(pairs),
		];
		judged.push(...findings.map((finding) => ({ subject: origin, finding })));
	}
	return judged;
}

/** The differences between two schemas of one target. The older schema comes first. */
type Pair = {
	readonly letters: string;
	readonly differences: readonly SchemaDifference[];
};

/** With more schemas than this, each is compared only with the oldest: comparing every pair would take too long. */
const MOST_IN_PAIRS = 8;

/** Compares each schema with every older one; `schemaGroups` is oldest first. Two schemas that each suit the oldest may still conflict. */
function* pairsOf(
	schemaGroups: readonly SchemaGroup[],
	compare: CompareGroups,
): Steps<readonly Pair[]> {
	const older =
		schemaGroups.length > MOST_IN_PAIRS
			? schemaGroups.slice(0, 1)
			: schemaGroups;
	const pairs: Pair[] = [];
	for (const [index, before] of older.entries())
		for (const after of schemaGroups.slice(index + 1))
			pairs.push({
				letters: `${before.letter}/${after.letter}`,
				differences: yield* compare(before, after),
			});
	return pairs;
}

/** Sorts by the oldest pod that counts. A terminating pod, or one of another target, may have had a newer schema for a long time. */
function oldestFirst(
	schemaGroups: readonly SchemaGroup[],
	origin: string,
): readonly SchemaGroup[] {
	const born = ({ holders }: SchemaGroup) =>
		bornAt(holders.filter((holder) => countsFor(holder, origin)));
	return schemaGroups.toSorted((a, b) => born(a) - born(b));
}

function originsOf(groups: readonly SchemaGroup[]): readonly string[] {
	const names = groups.flatMap(({ holders }) =>
		holders.flatMap(({ origin }) => origin ?? []),
	);
	return [...new Set(names)];
}

/** Whether a pod counts for a target. A terminating pod does not, because it may rightly differ. */
function countsFor(holder: Holder, origin: string): boolean {
	return holder.origin === origin && !holder.terminating;
}

function splitFinding(
	schemaGroups: readonly SchemaGroup[],
	origin: string,
	pairs: readonly Pair[],
): Finding {
	const shares = schemaGroups.map(
		({ letter, holders }) =>
			`${letter} on ${eachOnce(holders.filter((holder) => countsFor(holder, origin))).length}`,
	);
	const harmful = pairs.filter(isHarmful).map(({ letters }) => letters);
	const where = `its pods serve ${schemaGroups.length} schemas (${shares.join(", ")})`;
	const workloads = workloadsOf(schemaGroups, origin);
	const [workload = "WORKLOAD"] = workloads;
	const rolledOut = `${workload}${namespaceOf(schemaGroups, origin)}`;
	if (harmful.length > 0)
		return {
			code: "KG202",
			severity: "error",
			message: `${where}${schemaGroups.length > 2 ? `, of which ${listed(harmful)}` : " that"} do not read each other's messages: what a client gets depends on the pod it meets.`,
			fix:
				workloads.length > 1
					? `let its callers reach only one of ${listed(workloads)}`
					: `undo the rollout, or finish it: kubectl rollout undo ${rolledOut}`,
		};
	return {
		code: "KG201",
		severity: "warning",
		message: `${where}: what a client finds depends on the pod it meets.`,
		fix:
			workloads.length > 1
				? `let clients use only what ${listed(workloads)} have in common`
				: `see whether a rollout goes on: kubectl rollout status ${rolledOut}`,
	};
}

/** Returns the workloads whose pods count for a target. A Service or a selector may have several. A pod without an owner has none. */
function workloadsOf(
	schemaGroups: readonly SchemaGroup[],
	origin: string,
): readonly string[] {
	if (isRolledOut(origin)) return [origin];
	const workloads = schemaGroups.flatMap(({ holders }) =>
		holders
			.filter((holder) => countsFor(holder, origin))
			.map(({ workload }) => workload),
	);
	return [...new Set(workloads)].filter(isRolledOut).toSorted();
}

const isRolledOut = (workload: string): boolean =>
	/^(deploy|sts|ds)\//.test(workload);

/** Returns kubectl's flag for the pods' namespace. Empty for addresses, and for pods in several namespaces. */
function namespaceOf(
	schemaGroups: readonly SchemaGroup[],
	origin: string,
): string {
	const [namespace, ...others] = new Set(
		schemaGroups.flatMap(({ holders }) =>
			holders
				.filter((holder) => countsFor(holder, origin))
				.map((holder) => holder.namespace),
		),
	);
	return namespace && others.length === 0 ? ` -n ${namespace}` : "";
}

function isHarmful({ differences }: Pair): boolean {
	return differences.some(
		({ breaks }) => breaks.includes("wire") || breaks.includes("json"),
	);
}

/** Finds images with several schemas: the tag was moved, or the schema depends on the environment. */
function sameImage(
	schemaGroups: readonly SchemaGroup[],
	origin: string,
): readonly Finding[] {
	const imagesOf = ({ holders }: SchemaGroup) =>
		new Set(
			holders
				.filter((holder) => countsFor(holder, origin))
				.flatMap(({ image }) => image ?? []),
		);
	const all = schemaGroups.map(imagesOf);
	const shared = [...new Set(all.flatMap((images) => [...images]))].filter(
		(image) => all.filter((images) => images.has(image)).length > 1,
	);
	return shared.map((image) => ({
		code: "KG203",
		severity: "warning",
		message: `pods of the same image ${image} serve different schemas: the tag was moved, or the environment decides.`,
		fix: `compare the digests (imageID): kubectl describe pods${namespaceOf(schemaGroups, origin)}`,
	}));
}

function partialMethods(pairs: readonly Pair[]): readonly Finding[] {
	const partial = pairs
		.flatMap(({ differences }) => differences)
		.filter(
			({ kind, change }) =>
				change !== "changed" && (kind === "method" || kind === "service"),
		);
	if (partial.length === 0) return [];
	const names = [...new Set(partial.map(({ symbol }) => symbol))];
	return [
		{
			code: "KG204",
			severity: "warning",
			message: `not every pod serves ${listed(names)}: calls fail with UNIMPLEMENTED on the others.`,
			fix: "let clients use a method when all pods have it",
		},
	];
}
