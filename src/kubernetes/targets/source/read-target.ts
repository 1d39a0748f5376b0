import type { V1ObjectMeta, V1Pod } from "@kubernetes/client-node";
import { PluginError } from "../../../errors.ts";
import { collectionPath, type PodKind, qualifiedResource } from "../kinds.ts";
import { listed, nearNames } from "../near-names.ts";
import { workloadOf } from "../workload-of.ts";
import { type Lookup, podsPath } from "./pod-source.ts";

/**
 * Reads the object that a target names.
 * @throws PluginError `not-found` with the near names of the namespace, and what the API client throws
 */
export async function readTarget<T>(
	lookup: Lookup,
	kind: PodKind,
	name: string,
): Promise<T> {
	const { api, query, signal } = lookup;
	const path = `${collectionPath(kind, query.namespace)}/${encodeURIComponent(name)}`;
	try {
		return await api.get<T>(path, { signal });
	} catch (caught) {
		if (!(caught instanceof PluginError) || caught.code !== "not-found")
			throw caught;
		const names = await namesThere(lookup, kind);
		throw notFound(
			lookup,
			kind,
			name,
			names.map((each) => `${kind.label}/${each}`),
			caught,
		);
	}
}

async function namesThere(
	{ api, query, signal }: Lookup,
	kind: PodKind,
): Promise<readonly string[]> {
	const objects = await orNothing(
		api.list<{ metadata?: V1ObjectMeta }>(
			collectionPath(kind, query.namespace),
			{ signal },
		),
	);
	return objects.map(({ metadata }) => metadata?.name ?? "");
}

/** Not being able to list is no reason to hide that the name was not found. */
const orNothing = <T>(list: Promise<readonly T[]>): Promise<readonly T[]> =>
	list.catch(() => []);

/** The error for a pod that is not there; a workload of that name, or one whose pods are, is what was meant most often. */
export async function podNotFound(
	lookup: Lookup,
	kind: PodKind,
	name: string,
): Promise<PluginError> {
	const { api, query, signal } = lookup;
	const pods = await orNothing(
		api.list<V1Pod>(podsPath(query.namespace), { signal }),
	);
	const workloads = [...new Set(pods.map(workloadOf))];
	const meant = workloads.filter(
		(workload) =>
			workload.split("/")[1] === name && !workload.startsWith("pod/"),
	);
	const others = pods.map(({ metadata }) => `${kind.label}/${metadata?.name}`);
	return notFound(
		lookup,
		kind,
		name,
		meant.length > 0 ? meant : [...workloads, ...others],
	);
}

function notFound(
	{ query }: Lookup,
	kind: PodKind,
	name: string,
	there: readonly string[],
	cause?: PluginError,
): PluginError {
	const resource = qualifiedResource(kind);
	return new PluginError(
		"not-found",
		`${resource} ${JSON.stringify(name)} not found in namespace ${query.namespace}`,
		{
			cause,
			facts: { resource, name, namespace: query.namespace },
			hint: [
				nearHint(kind, name, there, query.namespace),
				...otherNamespaces(kind, query.namespace),
			],
		},
	);
}

function nearHint(
	kind: PodKind,
	name: string,
	there: readonly string[],
	namespace: string,
): string {
	if (there.length === 0)
		return `namespace ${namespace} shows no ${kind.resource}`;
	const short = new Map(
		there.map((origin) => [origin.slice(origin.indexOf("/") + 1), origin]),
	);
	const near = nearNames(name, [...short.keys()]).map((each) =>
		short.get(each),
	);
	return near.length > 0
		? `did you mean ${near.join(" or ")}?`
		: `namespace ${namespace} has ${listed(there)}`;
}

/** Where to look when the namespace is the one that nobody chose. */
export const otherNamespaces = (
	{ resource }: Pick<PodKind, "resource">,
	namespace: string,
): readonly string[] =>
	namespace === "default"
		? [
				`this looked in namespace default; -n names another, and this lists all: kubectl get ${resource} -A`,
			]
		: [];
