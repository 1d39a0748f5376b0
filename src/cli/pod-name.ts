import type { PodTarget } from "../kubernetes/target.ts";
import { counted } from "../render/prose.ts";
import { isAddress } from "./endpoint-target.ts";
import type { Scope } from "./pods.ts";

/** What a result says of the pod, or the address, that was asked. */
export type PodName = Pick<PodTarget["pod"], "namespace" | "name">;

/** A pod's name alone, of all that is known of the pod. */
export function podNameOf({ namespace, name }: PodName): PodName {
	return { namespace, name };
}

/** What has a name; files have no namespace, and that of an address is empty. */
type Named = { readonly namespace: string | null; readonly name: string };

/** Whether two names are of the same pod: in another namespace it is another's. */
export function isSamePod(a: Named, b: Named): boolean {
	return a.namespace === b.namespace && a.name === b.name;
}

/** Whether pods lie in several namespaces, so that a name alone is no name. */
export function liesInSeveral(pods: readonly Named[]): boolean {
	const namespaces = pods.flatMap(({ namespace }) => namespace || []);
	return new Set(namespaces).size > 1;
}

/** Gives what stands before a pod's name in prose: its namespace where these pods lie in several, else nothing. */
export function namespacePrefixes(
	pods: readonly Named[],
): (pod: Named) => string {
	const several = liesInSeveral(pods);
	return ({ namespace }) => (namespace && several ? `${namespace}/` : "");
}

/** How many pods these are, or addresses: `3 pods`, `1 address`. */
export function podsText(pods: readonly PodName[]): string {
	return pods.some(isAddress)
		? counted(pods.length, "address", "addresses")
		: counted(pods.length, "pod");
}

/** Tells which pod is asked, out of all namespaces with its own; an address needs no telling. */
export function tellPod(
	pod: PodName,
	tell: (line: string) => void,
	scope: Scope = "namespace",
): void {
	if (isAddress(pod)) return;
	const where = scope === "namespace" ? "" : `${pod.namespace}/`;
	tell(`pod ${where}${pod.name}`);
}
