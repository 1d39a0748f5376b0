import { escapeBlock } from "../../../render/escape.ts";
import { counted } from "../../../render/prose.ts";

/** Lines of a message that are shown; a stack trace of some libraries has hundreds. */
const SHOWN_LINES = 40;

/** A status message as its lines, each safe for a terminal; of a long one the beginning. */
export function statusLines(
	message: string,
): readonly [first: string, ...more: string[]] {
	const [first = "", ...more] = escapeBlock(message)
		.trimEnd()
		.split("\n")
		.map((line) => line.trimEnd());
	const rest = more.length + 1 - SHOWN_LINES;
	if (rest <= 0) return [first, ...more];
	return [
		first,
		...more.slice(0, SHOWN_LINES - 1),
		`… ${counted(rest, "line")} more, in -o json`,
	];
}
