import { pathSegment } from "../path-segment.ts";
import type { WorkloadArgument } from "../target.ts";

/** A kind of object that leads to pods, and its place in the API. */
export type PodKind = {
	/** The plural, as in API paths and Roles. */
	readonly resource: string;
	readonly singular: string;
	readonly shortNames: readonly string[];
	/** Empty is the core group. */
	readonly group: string;
	readonly version: string;
	/** The `kind` in owner references: `Deployment`. */
	readonly kind: string;
	/** The prefix of origins: `deploy` in `deploy/user-service`. */
	readonly label: string;
	/** How its pods are found: it is a pod itself, or `spec.selector` is a LabelSelector or a plain map, or it is a Service. */
	readonly selects: "itself" | "label-selector" | "map" | "service";
};

/** Kinds whose label is their singular: `pod/x`, `rollout/x`. The label of the others is their first short name. */
const WRITTEN_OUT = new Set(["pod", "rollout"]);

function kindOf(
	names: string,
	api: string,
	kind: string,
	selects: PodKind["selects"] = "label-selector",
): PodKind {
	const [resource = "", singular = "", ...shortNames] = names.split(" ");
	const [version = "", group = ""] = api.split("/").reverse();
	const [short = singular] = shortNames;
	const label = WRITTEN_OUT.has(singular) ? singular : short;
	const where = { resource, group, version };
	return { ...where, singular, shortNames, kind, label, selects };
}

/** Pods themselves, the kind of a bare name. */
export const POD_KIND: PodKind = kindOf("pods pod po", "v1", "Pod", "itself");

const REPLICATION_CONTROLLERS =
	"replicationcontrollers replicationcontroller rc";

/** Every kind with a pod selector. `rollouts` replaces Deployments where Argo Rollouts is installed. */
export const POD_KINDS: readonly PodKind[] = [
	POD_KIND,
	kindOf("services service svc", "v1", "Service", "service"),
	kindOf("deployments deployment deploy", "apps/v1", "Deployment"),
	kindOf("statefulsets statefulset sts", "apps/v1", "StatefulSet"),
	kindOf("daemonsets daemonset ds", "apps/v1", "DaemonSet"),
	kindOf("replicasets replicaset rs", "apps/v1", "ReplicaSet"),
	kindOf(REPLICATION_CONTROLLERS, "v1", "ReplicationController", "map"),
	kindOf("jobs job", "batch/v1", "Job"),
	kindOf("rollouts rollout ro", "argoproj.io/v1alpha1", "Rollout"),
];

/** Returns all names that kubectl accepts for a kind: plural, singular, short. */
export const namesOf = (kind: PodKind): readonly string[] => [
	kind.resource,
	kind.singular,
	...kind.shortNames,
];

/**
 * Returns the kind that a TYPE names, as kubectl reads it: in any case, as `TYPE.GROUP` with the start of a group enough
 * (`deployments.app`), or as `TYPE.VERSION.GROUP` (client-go's restmapper). Undefined for a kind that leads to no pods.
 */
export function findKind(type: string): PodKind | undefined {
	const [word = "", ...rest] = type.toLowerCase().split(".");
	return POD_KINDS.find(
		(kind) =>
			namesOf(kind).includes(word) &&
			(rest.length === 0 || groupMatches(kind, rest)),
	);
}

function groupMatches(kind: PodKind, rest: readonly string[]): boolean {
	const startsGroup = (text: string) =>
		text !== "" && kind.group.startsWith(text);
	if (startsGroup(rest.join("."))) return true;
	const [version, ...group] = rest;
	if (version !== kind.version || group.length === 0) return false;
	const named = group.join(".");
	return named === kind.group || startsGroup(named);
}

/** Whether a workload makes its pods by ReplicaSets. */
export const ownsReplicaSets = ({ kind }: PodKind): boolean =>
	kind === "Deployment" || kind === "Rollout";

/** Returns the name that Roles and `kubectl get` use: `deployments.apps`, `pods`. */
export const qualifiedResource = (kind: PodKind): string =>
	kind.group === "" ? kind.resource : `${kind.resource}.${kind.group}`;

/** Returns the API path of all objects of a kind, in one namespace or, when undefined, in all. */
export function collectionPath(
	kind: Pick<PodKind, "group" | "version" | "resource">,
	namespace: string | undefined,
): string {
	const root =
		kind.group === ""
			? `/api/${kind.version}`
			: `/apis/${kind.group}/${kind.version}`;
	const scope =
		namespace === undefined ? "" : `/namespaces/${pathSegment(namespace)}`;
	return `${root}${scope}/${kind.resource}`;
}

/** Returns the kind of a parsed target. @throws TypeError for a kind that the parser does not know */
export function kindOfTarget({
	resource,
	group,
}: Pick<WorkloadArgument, "resource" | "group">): PodKind {
	const found = POD_KINDS.find(
		(kind) => kind.resource === resource && kind.group === (group ?? ""),
	);
	if (found === undefined)
		throw new TypeError(`no kind ${resource} in group ${group}`);
	return found;
}
