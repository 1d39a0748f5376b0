import { closest, distance } from "fastest-levenshtein";

/** The candidate that `word` was most likely meant to be, or undefined when none is near: at most a third of its letters off. */
export function nearest(
	word: string,
	candidates: readonly string[],
): string | undefined {
	if (candidates.length === 0 || word === "") return undefined;
	const prefixed = candidates.filter((candidate) => candidate.startsWith(word));
	if (prefixed.length === 1) return prefixed[0];
	const found = closest(word.toLowerCase(), candidates);
	const allowed = Math.max(
		1,
		Math.floor(Math.max(word.length, found.length) / 3),
	);
	return distance(word.toLowerCase(), found.toLowerCase()) <= allowed
		? found
		: undefined;
}
