import { shellWord } from "../shell-word.ts";

/**
 * A pod as kubectl takes it in a line to paste: `NAME -n NAMESPACE`. Where a cluster or a recording gives it a name that a shell
 * would act on, that is quoted.
 */
export function podWords(pod: {
	readonly name: string;
	readonly namespace: string;
}): string {
	return `${shellWord(pod.name)} -n ${shellWord(pod.namespace)}`;
}
