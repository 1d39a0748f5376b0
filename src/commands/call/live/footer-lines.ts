import { beginningOf, endingOf } from "../../../cut-text.ts";
import { filterLine } from "../../../render/ink/filter.ts";
import { keyHelpLine } from "../../../render/ink/key-help.ts";
import {
	bad,
	columnsOf,
	plainText,
	type StyledText,
	strong,
	warn,
} from "../../../render/span.ts";
import type { Subject } from "./header-lines.ts";
import type { InputLine } from "./input-line.ts";
import { keysOf } from "./keys.ts";
import { faultLines, type ScreenState } from "./screen-state.ts";

/** Returns the lines at the bottom: the input line or a notice, then the keys. */
export function footerLines(
	state: ScreenState,
	{ sends }: Subject,
): readonly StyledText[] {
	const { columns } = state.screen;
	const keys = keyHelpLine(keysOf(state, sends), columns);
	if (state.mode.kind !== "input") return [noticeLine(state), keys];
	const { line } = state.mode;
	const faults = faultLines(state).map((text) => bad(plainText(text)));
	return [
		...(faults.length === 0 ? [noticeLine(state)] : faults),
		inputLine(line, columns),
		keys,
	];
}

function noticeLine({ search, call: { end } }: ScreenState): StyledText {
	if (search.mode !== "off")
		return [
			filterLine(search),
			search.found === "no" ? warn("  not found") : "",
		];
	if (end?.fault !== undefined) return bad(end.fault.message);
	if (end === undefined || end.reason !== "status" || end.status.code === 0)
		return "";
	return bad(end.status.message);
}

const PROMPT = "> ";

/** Returns the input line, cut so that the cursor is visible. */
function inputLine({ before, after }: InputLine, columns: number): StyledText {
	const room = columns - columnsOf(PROMPT) - 1;
	const behind = beginningOf(after, Math.floor(room / 2));
	return [strong(PROMPT), endOf(before, room - columnsOf(behind)), "▏", behind];
}

/** Returns the end of a text, in at most `columns` columns. */
function endOf(text: string, columns: number): string {
	if (columns <= 0) return "";
	let end = Array.from(endingOf(text, 2 * columns)).slice(-columns);
	while (columnsOf(end.join("")) > columns) end = end.slice(1);
	return end.join("");
}
