import { distance } from "fastest-levenshtein";
import { shortened } from "../../cut-text.ts";

/** The names that a mistyped one may have meant, best first, three at most: few edits away, or one containing the other. */
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

/** Text from the command line, quoted for a message: no longer than a line, all that is no visible character escaped. */
export const quoted = (text: string): string =>
	JSON.stringify(shortened(text, 60)).replace(
		/\p{C}/gu,
		(character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
	);
