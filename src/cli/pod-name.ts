import type { PodTarget } from "../kubernetes/target.ts";
import { isAddress } from "./endpoint-target.ts";

/** What a result says of the pod, or the address, that was asked. */
export type PodName = Pick<PodTarget["pod"], "namespace" | "name">;

/** A pod's name alone, of all that is known of the pod. */
export function podNameOf({ namespace, name }: PodName): PodName {
	return { namespace, name };
}

/** Tells which pod is asked; an address needs no telling. */
export function tellPod(pod: PodName, tell: (line: string) => void): void {
	if (!isAddress(pod)) tell(`pod ${pod.name}`);
}
