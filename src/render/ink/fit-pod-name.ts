import { shortenPodName } from "../prose.ts";
import { columnsOf, cutTo, type StyledText } from "../span.ts";

/**
 * Returns a pod's name in at most so many columns. A longer name keeps the end that distinguishes replicas, and as much of its
 * beginning as fits: `recommendation-se…-r84bt`.
 */
export function fitPodName(name: string, columns: number): StyledText {
	if (columnsOf(name) <= columns) return name;
	const end = endOf(name);
	return [cutTo(name, Math.max(1, columns - end.length)), end];
}

/** Kubernetes cuts a longer name, maybe with its dash, and appends five random letters (apiserver, pkg/storage/names/generate.go). */
const LONGEST_GENERATED = 63;

/** Returns what a controller appended to the name: a random end, or the number of a StatefulSet's pod. */
function endOf(name: string): string {
	const short = shortenPodName(name);
	if (short !== name) return short.slice(1);
	if (name.length === LONGEST_GENERATED) return name.slice(-5);
	return /-\d+$/.exec(name)?.[0] ?? "";
}
