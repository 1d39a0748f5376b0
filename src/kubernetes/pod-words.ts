import { shellWord } from "../shell-word.ts";

/**
 * Returns a pod as kubectl's arguments, to paste into a shell: `NAME -n NAMESPACE`. A name from a cluster or a recording that a shell
 * would act on is quoted.
 */
export function podWords(pod: {
	readonly name: string;
	readonly namespace: string;
}): string {
	return `${shellWord(pod.name)} -n ${shellWord(pod.namespace)}`;
}
