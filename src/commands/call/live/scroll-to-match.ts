import type { MessageTexts } from "./message-texts.ts";
import { messageLines, settleTop } from "./reading.ts";
import { bodyOf, type ScreenState } from "./screen-state.ts";
import { searchPattern } from "./search.ts";

/** Which matching line is wanted: one of all lines, or one below or above the visible lines. */
type Wanted = "first" | "last" | "below" | "above";

/**
 * Returns the screen with such a line of the open message visible. Returns undefined if no message is open, or if no line
 * matches: the match may be broken over two lines.
 */
export function scrolledToMatch(
	state: ScreenState,
	wanted: Wanted,
	texts: MessageTexts,
): ScreenState | undefined {
	const { mode, search } = state;
	const pattern = searchPattern(search.text);
	if (mode.kind !== "message" || pattern === undefined) return undefined;
	const { rows, columns } = bodyOf(state);
	// The first row shows the number of the message.
	const room = rows - 1;
	const lines = messageLines(mode.message, columns, texts);
	const top = settleTop(mode.top, lines.length, room);
	const found = lines.flatMap((line, at) =>
		line.search(pattern) === -1 ? [] : [at],
	);
	const line = chosen(found, wanted, { first: top, last: top + room - 1 });
	if (line === undefined) return undefined;
	const isSeen = line >= top && line < top + room;
	const middle = settleTop(line - Math.floor(room / 2), lines.length, room);
	return { ...state, mode: { ...mode, top: isSeen ? top : middle } };
}

function chosen(
	found: readonly number[],
	wanted: Wanted,
	seen: { readonly first: number; readonly last: number },
): number | undefined {
	switch (wanted) {
		case "first":
			return found[0];
		case "last":
			return found.at(-1);
		case "below":
			return found.find((line) => line > seen.last);
		case "above":
			return found.findLast((line) => line < seen.first);
	}
}
