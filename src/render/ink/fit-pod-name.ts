import { shortenPodName } from "../prose.ts";
import { columnsOf, cutTo, type StyledText } from "../span.ts";

/**
 * A pod's name in so many columns: whole where it fits, else with the end that tells replicas apart and as much of the beginning as
 * there is room for, `recommendation-se…-r84bt`.
 */
export function fitPodName(name: string, columns: number): StyledText {
	if (columnsOf(name) <= columns) return name;
	const end = endOf(name);
	return [cutTo(name, Math.max(1, columns - end.length)), end];
}

/** Kubernetes cuts a longer name, dash and all, to put five random letters behind it (apiserver, pkg/storage/names/generate.go). */
const LONGEST_GENERATED = 63;

/** What a controller put behind the name: a random end, or the number of a StatefulSet's pod. */
function endOf(name: string): string {
	const short = shortenPodName(name);
	if (short !== name) return short.slice(1);
	if (name.length === LONGEST_GENERATED) return name.slice(-5);
	return /-\d+$/.exec(name)?.[0] ?? "";
}
