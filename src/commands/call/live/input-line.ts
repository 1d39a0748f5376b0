import { beginningOf } from "../../../cut-text.ts";
import type { KeyEvent } from "../../../render/ink/keys.ts";

/** The line that the user types, with the cursor between its two parts. */
export type InputLine = { readonly before: string; readonly after: string };

export const EMPTY_LINE: InputLine = { before: "", after: "" };

/** The largest number of characters in the line. A paste cannot fill the memory. A longer message can come from a file. */
const MAX_LENGTH = 64 * 1024;

/** Returns the line after a key. A key without a meaning here leaves it unchanged. */
export function editLine(line: InputLine, { name, text }: KeyEvent): InputLine {
	const { before, after } = line;
	switch (name) {
		case "backspace":
		case "ctrl+h":
			return { before: withoutLast(before), after };
		case "delete":
			return { before, after: withoutFirst(after) };
		case "left":
			return {
				before: withoutLast(before),
				after: before.slice(withoutLast(before).length) + after,
			};
		case "right": {
			const rest = withoutFirst(after);
			return {
				before: before + after.slice(0, after.length - rest.length),
				after: rest,
			};
		}
		case "home":
		case "ctrl+a":
			return { before: "", after: before + after };
		case "end":
		case "ctrl+e":
			return { before: before + after, after: "" };
		case "ctrl+u":
			return { before: "", after };
		case "ctrl+k":
			return { before, after: "" };
		case "ctrl+w":
			return { before: before.replace(/\S+\s*$/, ""), after };
		default:
			return text === undefined
				? line
				: {
						before: beginningOf(before + text, MAX_LENGTH - after.length),
						after,
					};
	}
}

/** Returns the whole line. */
export function lineText({ before, after }: InputLine): string {
	return before + after;
}

function withoutLast(text: string): string {
	return Array.from(text).slice(0, -1).join("");
}

function withoutFirst(text: string): string {
	return Array.from(text).slice(1).join("");
}
