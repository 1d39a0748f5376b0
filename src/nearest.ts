import { closest, distance } from "fastest-levenshtein";

/**
 * Returns the candidate that `word` most likely means; undefined when none is similar. The candidate begins with the word (the shortest
 * of several), or differs in two letters (one in short words, a third in long ones). Swapped letters count as two.
 */
export function nearest(
	word: string,
	candidates: readonly string[],
): string | undefined {
	if (candidates.length === 0 || word === "") return undefined;
	const prefixed = candidates.filter((candidate) => candidate.startsWith(word));
	if (prefixed.length === 1) return prefixed[0];
	if (word.length > 1 && prefixed.length > 1) return closest(word, prefixed);
	const typed = word.toLowerCase();
	const lowered = candidates.map((candidate) => candidate.toLowerCase());
	const found = closest(typed, lowered);
	const letters = Math.max(word.length, found.length);
	const allowed = letters <= 3 ? 1 : Math.max(2, Math.floor(letters / 3));
	return distance(typed, found) <= allowed
		? candidates[lowered.indexOf(found)]
		: undefined;
}
