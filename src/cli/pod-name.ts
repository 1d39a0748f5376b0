import type { PodTarget } from "../kubernetes/target.ts";
import { counted } from "../render/prose.ts";
import type { Scope } from "./aim.ts";
import { isAddress } from "./endpoint-target.ts";

/** The fields of a result that name the asked pod or address. */
export type PodName = Pick<PodTarget["pod"], "namespace" | "name">;

/** Returns the name and namespace of a pod, without its other fields. */
export function podNameOf({ namespace, name }: PodName): PodName {
	return { namespace, name };
}

/** `NAMESPACE/NAME`, by which facts refer to a pod. For an address, `/HOST:PORT`. */
export type PodKey = string;

/** Returns the key of a pod in facts. */
export function podKey({ namespace, name }: PodName): PodKey {
	return `${namespace}/${name}`;
}

/** A named object. The namespace is null for files, and empty for an address. */
type Named = { readonly namespace: string | null; readonly name: string };

/** Whether two names mean the same pod. In another namespace, the name belongs to another pod. */
export function isSamePod(a: Named, b: Named): boolean {
	return a.namespace === b.namespace && a.name === b.name;
}

/** Whether the pods are in several namespaces, so that a name alone is ambiguous. */
export function areInSeveralNamespaces(pods: readonly Named[]): boolean {
	const namespaces = pods.flatMap(({ namespace }) => namespace || []);
	return new Set(namespaces).size > 1;
}

/** Returns the function that gives the prefix of a pod's name in prose: its namespace when these pods are in several, else nothing. */
export function namespacePrefixes(
	pods: readonly Named[],
): (pod: Named) => string {
	const several = areInSeveralNamespaces(pods);
	return ({ namespace }) => (namespace && several ? `${namespace}/` : "");
}

/** Returns the number of pods or addresses in words: `3 pods`, `1 address`. */
export function podsText(pods: readonly PodName[]): string {
	return pods.some(isAddress)
		? counted(pods.length, "address", "addresses")
		: counted(pods.length, "pod");
}

/** Names the asked pod to the user, with its namespace when it was looked for in all. An address is not named. */
export function tellPod(
	pod: PodName,
	tell: (line: string) => void,
	scope: Scope,
): void {
	if (isAddress(pod)) return;
	const where = scope === "namespace" ? "" : `${pod.namespace}/`;
	tell(`pod ${where}${pod.name}`);
}
