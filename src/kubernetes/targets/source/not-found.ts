import { isIPv4 } from "node:net";
import { PluginError } from "../../../errors.ts";
import { listed } from "../../../listed.ts";
import type { ObjectReader } from "../../api.ts";
import { namedObject } from "../../objects/metadata.ts";
import { type PodObject, podObject } from "../../objects/pod-object.ts";
import {
	collectionPath,
	POD_KIND,
	type PodKind,
	qualifiedResource,
} from "../kinds.ts";
import { nearNames } from "../near-names.ts";
import { portNumber } from "../port-number.ts";
import { workloadOf } from "../workload-of.ts";
import { blamingNamespace } from "./missing-namespace.ts";
import type { Lookup } from "./pod-source.ts";

/** The error for an object that does not exist. It names similar objects of the namespace, which takes one more list request. */
export async function objectNotFound(
	lookup: Lookup,
	kind: PodKind,
	name: string,
	cause: PluginError,
): Promise<PluginError> {
	const objects = await tryList(lookup, kind, namedObject);
	if (objects === "no such kind")
		return new PluginError(
			"target",
			`this cluster has no ${qualifiedResource(kind)}`,
			{ cause },
		);
	const there = objects?.map(
		({ metadata }) => `${kind.label}/${metadata?.name}`,
	);
	return notFound(lookup, kind, name, { there, cause });
}

/**
 * The error for a pod that was named and not listed: --field-selector excludes it, or it does not exist. In that case the user most
 * often meant a workload of that name, or a pod with a similar name.
 * @param known all pods of the namespace, if they are known; then several names need no list each
 */
export async function podNotFound(
	lookup: Lookup,
	name: string,
	known?: readonly PodObject[],
): Promise<PluginError> {
	const pods = known ?? (await tryList(lookup, POD_KIND, podObject));
	if (pods === undefined || pods === "no such kind")
		return notFound(lookup, POD_KIND, name, { there: undefined });
	const { fieldSelector } = lookup.query;
	const isThere = pods.some(({ metadata }) => metadata?.name === name);
	if (isThere && fieldSelector !== undefined)
		return new PluginError(
			"target",
			`pod/${name} does not match field selector ${fieldSelector}`,
			{ hint: [NARROWING_HINT] },
		);
	const workloads = [...new Set(pods.map(workloadOf))];
	const meant = workloads.filter((workload) => nameIn(workload) === name);
	const all = [
		...workloads,
		...pods.map(({ metadata }) => `pod/${metadata?.name}`),
	];
	const there = meant.length > 0 ? meant : [...new Set(all)];
	return notFound(lookup, POD_KIND, name, { there });
}

/** The hint for pods that --field-selector excludes. */
export const NARROWING_HINT =
	"--field-selector narrows the pods of a target; leave it out to see all of them";

/** Lists the objects of a kind for a hint. Undefined when they cannot be listed: the original error must still be reported. */
const tryList = <T>(
	{ api, query, signal }: Lookup,
	kind: PodKind,
	read: ObjectReader<T>,
) =>
	api
		.list(collectionPath(kind, query.namespace), read, { signal })
		.catch((caught: unknown) =>
			caught instanceof PluginError && caught.code === "not-found"
				? ("no such kind" as const)
				: undefined,
		);

type Surroundings = {
	/** `deploy/user-service` …: the objects of the namespace; undefined when they could not be listed. */
	readonly there: readonly string[] | undefined;
	readonly cause?: PluginError;
};

async function notFound(
	lookup: Lookup,
	kind: PodKind,
	name: string,
	{ there, cause }: Surroundings,
): Promise<PluginError> {
	const { namespace } = lookup.query;
	const resource = qualifiedResource(kind);
	const error = new PluginError(
		"not-found",
		`${resource} ${JSON.stringify(name)} not found in namespace ${namespace}`,
		{
			cause,
			facts: { resource, name, namespace },
			hint: [
				...otherWordHint(kind, name),
				...(there ? [nearHint(kind, name, there, namespace)] : []),
				...otherNamespaces(kind, namespace),
			],
		},
	);
	return there?.length === 0 ? blamingNamespace(lookup, error) : error;
}

/** Returns a hint when the name of a pod is "help", or looks like a host (`localhost`, `127.0.0.1`, `grpc.example.com`) or a port. */
function otherWordHint(kind: PodKind, name: string): readonly string[] {
	if (kind !== POD_KIND) return [];
	if (portNumber(name) !== undefined) return [`for a port: --port=${name}`];
	if (name === "help") return ["for help: --help"];
	const isHost =
		name === "localhost" || isIPv4(name) || /\.[a-z]{2,}$/.test(name);
	return isHost ? [`an address has a port: ${name}:PORT`] : [];
}

function nearHint(
	kind: PodKind,
	name: string,
	there: readonly string[],
	namespace: string,
): string {
	if (there.length === 0)
		return `namespace ${namespace} has no ${kind.resource}`;
	const near = nearNames(name, there.map(nameIn));
	const meant = near.map((each) =>
		there.find((target) => nameIn(target) === each),
	);
	return meant.length > 0
		? `did you mean ${meant.join(" or ")}?`
		: `namespace ${namespace} has ${listed(there)}`;
}

const nameIn = (target: string): string =>
	target.slice(target.indexOf("/") + 1);

/** Returns a hint to look in other namespaces when the namespace is the default one, which the user may not have chosen. */
export const otherNamespaces = (
	{ resource }: Pick<PodKind, "resource">,
	namespace: string,
): readonly string[] =>
	namespace === "default"
		? [
				`only namespace default was searched; -n NAME searches another, and this lists all: kubectl get ${resource} -A`,
			]
		: [];
