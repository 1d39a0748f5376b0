import { distance } from "fastest-levenshtein";

/** Returns the names that a mistyped one may have meant, best first, at most three: few edits away, or one contains the other. */
export function nearNames(
	wanted: string,
	names: readonly string[],
): readonly string[] {
	const allowed = Math.max(1, Math.floor(wanted.length / 3));
	return [...new Set(names)]
		.map((name) => ({ name, edits: editsBetween(wanted, name) }))
		.filter(({ edits }) => edits <= allowed)
		.sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
		.slice(0, 3)
		.map(({ name }) => name);
}

function editsBetween(wanted: string, name: string): number {
	const contained =
		wanted.length > 2 &&
		name.length > 2 &&
		(name.includes(wanted) || wanted.includes(name));
	return contained ? 1 : distance(wanted, name);
}
