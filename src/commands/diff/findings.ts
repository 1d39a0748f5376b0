import type { Finding } from "../../findings/finding.ts";
import { listed } from "../../listed.ts";
import type { SchemaDifference } from "../../schema/compare/difference.ts";
import type { Steps } from "../../schema/link/steps.ts";
import type { CompareGroups } from "./compare-groups.ts";
import { bornAt, type SchemaGroup } from "./groups.ts";
import type { Holder } from "./holders.ts";

type AboutSchemas = { readonly subject: string; readonly finding: Finding };

/** The findings about pods of one target that do not serve the same: KG201 to KG204. */
export function* judgeSchemas(
	groups: readonly SchemaGroup[],
	compare: CompareGroups,
): Steps<readonly AboutSchemas[]> {
	const judged: AboutSchemas[] = [];
	for (const origin of originsOf(groups)) {
		const split = groups.filter(({ holders }) =>
			holders.some((holder) => counts(holder, origin)),
		);
		if (split.length < 2) continue;
		const pairs = yield* pairsOf(oldestFirst(split, origin), compare);
		const findings = [
			splitFinding(split, origin, pairs),
			...sameImage(split, origin),
			...partialMethods(pairs),
		];
		judged.push(...findings.map((finding) => ({ subject: origin, finding })));
	}
	return judged;
}

/** Two schemas of one target, the older first, and what differs. */
type Pair = {
	readonly letters: string;
	readonly differences: readonly SchemaDifference[];
};

/** Above this many schemas each is compared with the oldest alone: every pair would take too long. */
const MOST_IN_PAIRS = 8;

/** Each schema with every older one, the oldest given first: two that get along with the oldest may have added what clashes. */
function* pairsOf(
	split: readonly SchemaGroup[],
	compare: CompareGroups,
): Steps<readonly Pair[]> {
	const older = split.length > MOST_IN_PAIRS ? split.slice(0, 1) : split;
	const pairs: Pair[] = [];
	for (const [index, before] of older.entries())
		for (const after of split.slice(index + 1))
			pairs.push({
				letters: `${before.letter}/${after.letter}`,
				differences: yield* compare(before, after),
			});
	return pairs;
}

/** By the pods that count: others, or those of another target, may have had a newer schema long ago. */
function oldestFirst(
	split: readonly SchemaGroup[],
	origin: string,
): readonly SchemaGroup[] {
	const born = ({ holders }: SchemaGroup) =>
		bornAt(holders.filter((holder) => counts(holder, origin)));
	return split.toSorted((a, b) => born(a) - born(b));
}

function originsOf(groups: readonly SchemaGroup[]): readonly string[] {
	const names = groups.flatMap(({ holders }) =>
		holders.flatMap(({ origin }) => origin ?? []),
	);
	return [...new Set(names)];
}

/** A pod that is on its way out differs for a good reason. */
function counts(holder: Holder, origin: string): boolean {
	return holder.origin === origin && !holder.terminating;
}

function splitFinding(
	split: readonly SchemaGroup[],
	origin: string,
	pairs: readonly Pair[],
): Finding {
	const shares = split.map(
		({ letter, holders }) =>
			`${letter} on ${holders.filter((holder) => counts(holder, origin)).length}`,
	);
	const harmful = pairs.filter(isHarmful).map(({ letters }) => letters);
	const where = `its pods serve ${split.length} schemas (${shares.join(", ")})`;
	if (harmful.length > 0)
		return {
			code: "KG202",
			severity: "error",
			message: `${where}${split.length > 2 ? `, of which ${listed(harmful)}` : " that"} do not read each other's messages: what a client gets depends on the pod it meets.`,
			fix: `undo the rollout, or finish it: kubectl rollout undo ${workloadOf(split, origin)}`,
		};
	return {
		code: "KG201",
		severity: "warning",
		message: `${where}: what a client finds depends on the pod it meets.`,
		fix: `see whether a rollout goes on: kubectl rollout status ${workloadOf(split, origin)}`,
	};
}

/** What rolls out, for kubectl: which workload stands behind a Service or a selector is not known. */
function workloadOf(split: readonly SchemaGroup[], origin: string): string {
	const workload = /^(deploy|sts|ds)\//.test(origin) ? origin : "WORKLOAD";
	return `${workload}${namespaceOf(split, origin)}`;
}

/** The flag for the namespace, where the pods have one. */
function namespaceOf(split: readonly SchemaGroup[], origin: string): string {
	const [namespace, ...others] = new Set(
		split.flatMap(({ holders }) =>
			holders
				.filter((holder) => counts(holder, origin))
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

/** A tag that was moved, or a schema that the environment decides on. */
function sameImage(
	split: readonly SchemaGroup[],
	origin: string,
): readonly Finding[] {
	const imagesOf = ({ holders }: SchemaGroup) =>
		new Set(
			holders
				.filter((holder) => counts(holder, origin))
				.flatMap(({ image }) => image ?? []),
		);
	const all = split.map(imagesOf);
	const shared = [...new Set(all.flatMap((images) => [...images]))].filter(
		(image) => all.filter((images) => images.has(image)).length > 1,
	);
	return shared.map((image) => ({
		code: "KG203",
		severity: "warning",
		message: `pods of the same image ${image} serve different schemas: the tag was moved, or the environment decides.`,
		fix: `compare the digests (imageID): kubectl describe pods${namespaceOf(split, origin)}`,
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
