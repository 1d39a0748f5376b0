import { columnsOf, dim, padTo, type StyledText, strong } from "../span.ts";
import type { KeyBinding } from "./keys.ts";

const GAP = "  ";

/** A key with its text for the help line. */
export type HelpedKey = Pick<KeyBinding, "help">;

function helpItems(bindings: readonly HelpedKey[]): readonly StyledText[] {
	return bindings.flatMap(({ help }) =>
		help === undefined ? [] : [[strong(help.keys), " ", dim(help.does)]],
	);
}

/** Returns the keys as one line: `s status  / filter  q quit`. Where not all fit, the last one stays, because it leaves the screen. */
export function keyHelpLine(
	bindings: readonly HelpedKey[],
	columns: number,
): StyledText {
	const items = helpItems(bindings);
	const last = items.at(-1) ?? "";
	const shown: StyledText[] = [];
	let left = columns - columnsOf(last);
	for (const item of items.slice(0, -1)) {
		left -= columnsOf(item) + GAP.length;
		if (left < 0) break;
		shown.push(item, GAP);
	}
	return [...shown, last];
}

const KEYS_COLUMNS = 11;

/** Returns the lines of a help page: keys, and what they do. */
export const helpPage = (
	keys: readonly (readonly [keys: string, does: string])[],
): readonly StyledText[] =>
	keys.map(([names, does]) => [...padTo(strong(names), KEYS_COLUMNS), does]);
