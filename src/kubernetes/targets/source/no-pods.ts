import { PluginError } from "../../../errors.ts";
import { listed } from "../../../listed.ts";
import { shellWord } from "../../../shell-word.ts";
import type { Rollout } from "../../objects/rollout.ts";
import type { Lack, PodQuery } from "../../target.ts";
import { ownsReplicaSets, POD_KIND, type PodKind } from "../kinds.ts";
import { blamingNamespace } from "./missing-namespace.ts";
import { NARROWING_HINT, otherNamespaces } from "./not-found.ts";
import { type Lacking, type Lookup, placeOf } from "./pod-source.ts";

/** The facts about a workload or Service that has no pods. */
type Selecting = {
	/** Its own selector, as text. */
	readonly selector: string;
	/** The number of replicas that it asks for, for kinds that have one. */
	readonly wanted?: number | undefined;
	/** Owners of the pods that match the selector but belong to another object. */
	readonly others?: readonly string[];
};

/** The error for a target that exists and has no pods. It names the selector that matches nothing and the wanted replicas. */
export function noPods(
	query: PodQuery,
	kind: PodKind,
	name: string,
	found: Selecting,
): PluginError {
	const origin = `${kind.label}/${name}`;
	return new PluginError(
		"target",
		`${origin} has no pods: ${whyNone(query, found)}`,
		{
			facts: {
				selector: found.selector,
				...(found.wanted === undefined ? {} : { replicas: found.wanted }),
			},
			hint: nextSteps(query, kind, name, found),
		},
	);
}

/** How many pods a workload has and should have, whether it stays, and the state of its rollout where that matters. */
type Having = {
	readonly terminating: boolean;
	readonly selector: string;
	readonly pods: number;
	readonly wanted: number | undefined;
	readonly rollout: Rollout | undefined;
};

/** What a workload lacks beside its pods, and why. Undefined when it lacks nothing; with a field selector, that is all but itself. */
export function lackOfWorkload(
	{ namespace, fieldSelector }: PodQuery,
	kind: PodKind,
	name: string,
	having: Having,
): Lacking | undefined {
	const origin = `${kind.label}/${name}`;
	if (having.terminating) return beingDeleted(origin);
	if (fieldSelector !== undefined) return undefined;
	const lack = lackOf(having);
	if (lack === undefined) return undefined;
	const error = new PluginError("unreachable", `${origin} has ${lack.has}`, {
		hint: [
			...(kind.kind === "StatefulSet"
				? [
						"it makes each pod once those before it are Ready, unless its podManagementPolicy is Parallel",
					]
				: []),
			eventsHint(kind, origin, namespace, having.selector),
		],
	});
	return { lacks: lack.lacks, error };
}

/** What an object lacks that is being deleted, which takes as long as it has finalizers: itself. */
export const beingDeleted = (origin: string): Lacking => ({
	lacks: "object",
	error: new PluginError("target", `${origin} is being deleted`),
});

/** What a workload lacks, and a clause on what it has. */
type LackInWords = { readonly lacks: Lack; readonly has: string };

function lackOf({
	pods,
	wanted = 0,
	rollout,
}: Having): LackInWords | undefined {
	if (pods < wanted)
		return {
			lacks: "pods",
			has: `${countOf(pods, wanted)} that it should have`,
		};
	const has = rollout && leftToRollOut(rollout);
	return has === undefined ? undefined : { lacks: "rollout", has };
}

function leftToRollOut(rollout: Rollout): string | undefined {
	if (rollout.kind === "unseen")
		return "been changed, and its controller has not looked at it since";
	const { updated, wanted } = rollout;
	return updated < wanted
		? `${countOf(updated, wanted)} that it should have of its latest template`
		: undefined;
}

const countOf = (pods: number, wanted: number): string =>
	`${pods} of the ${wanted} ${wanted === 1 ? "pod" : "pods"}`;

function whyNone(
	query: PodQuery,
	{ selector, wanted, others = [] }: Selecting,
): string {
	if (others.length > 0)
		return `those that match its selector ${selector} belong to ${listed([...new Set(others)])}`;
	if (wanted === 0) return `it is scaled to 0 replicas (selector ${selector})`;
	const fields =
		query.fieldSelector === undefined
			? ""
			: ` and field selector ${query.fieldSelector}`;
	const replicas =
		wanted === undefined
			? ""
			: `, though it wants ${wanted} ${wanted === 1 ? "replica" : "replicas"}`;
	return `selector ${selector}${fields} matches none in ${placeOf(query)}${replicas}`;
}

function nextSteps(
	query: PodQuery,
	kind: PodKind,
	name: string,
	{ wanted, selector }: Selecting,
): readonly string[] {
	const namespace = shellWord(query.namespace);
	const object = `${kind.label}/${name} -n ${namespace}`;
	if (query.fieldSelector !== undefined) return [NARROWING_HINT];
	if (wanted === 0 && kind.kind !== "DaemonSet")
		return [`kubectl scale ${object} --replicas=1`];
	if (kind.selects === "service")
		return [
			`compare the labels of the pods with ${selector}: kubectl get pods -n ${namespace} --show-labels`,
		];
	return [eventsHint(kind, `${kind.label}/${name}`, query.namespace, selector)];
}

/** Says where the events are about pods that were not made. Those of a Deployment's pods are told of its ReplicaSets alone. */
function eventsHint(
	kind: PodKind,
	origin: string,
	namespace: string,
	selector: string,
): string {
	const scope = `-n ${shellWord(namespace)}`;
	return ownsReplicaSets(kind)
		? `the events of its ReplicaSets say why: kubectl describe rs ${scope} -l ${shellWord(selector)}`
		: `its events say why: kubectl describe ${origin} ${scope}`;
}

/** The error for a selector of `-l` that matches nothing. */
export async function noneSelected(lookup: Lookup): Promise<PluginError> {
	const { query } = lookup;
	const { selector = "", fieldSelector, namespace, scope } = query;
	const asked =
		fieldSelector === undefined
			? `selector ${selector}`
			: `selector ${selector} and field selector ${fieldSelector}`;
	const where =
		scope === "all-namespaces" ? "-A" : `-n ${shellWord(namespace)}`;
	return blamingNamespace(
		lookup,
		new PluginError("target", `no pod in ${placeOf(query)} matches ${asked}`, {
			facts: { selector },
			hint: [
				`the labels there are: kubectl get pods ${where} --show-labels`,
				...(scope === "namespace" ? otherNamespaces(POD_KIND, namespace) : []),
			],
		}),
	);
}
