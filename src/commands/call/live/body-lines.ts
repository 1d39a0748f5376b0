import { formatBytes } from "../../../render/bytes.ts";
import { formatDuration } from "../../../render/duration.ts";
import {
	bad,
	columnsOf,
	dim,
	padTo,
	type StyledText,
	strong,
} from "../../../render/span.ts";
import type { Subject } from "./header-lines.ts";
import { HELP_LINES } from "./help-lines.ts";
import { aroundMatch, highlight } from "./highlight.ts";
import { windowOf } from "./list-place.ts";
import { type Message, messageAt } from "./message.ts";
import type { MessageTexts } from "./message-texts.ts";
import { metadataLines } from "./metadata-lines.ts";
import { messageLines, settleTop } from "./reading.ts";
import { bodyOf, type ScreenState, shownOf } from "./screen-state.ts";
import { searchPattern } from "./search.ts";

/** Returns the lines between header and footer: the list, a message in full, the metadata, or the help. */
export function bodyLines(
	state: ScreenState,
	subject: Subject,
	texts: MessageTexts,
): readonly StyledText[] {
	const { mode } = state;
	const { rows, columns } = bodyOf(state);
	switch (mode.kind) {
		case "list":
		case "input":
			return listLines(state, subject, texts);
		case "message":
			return openLines(state, mode, texts);
		case "metadata":
			return seenOf(metadataLines(state.call, columns), mode.top, rows);
		case "help":
			return seenOf(HELP_LINES, mode.top, rows);
	}
}

function seenOf(
	lines: readonly StyledText[],
	wantedTop: number,
	rows: number,
): readonly StyledText[] {
	const top = settleTop(wantedTop, lines.length, rows);
	return lines.slice(top, top + rows);
}

/** On a narrower screen the list shows no times, to leave room for the messages. */
const WIDE_ENOUGH_FOR_TIMES = 60;
const TIME_COLUMNS = "59.8s".length + 1;

function listLines(
	state: ScreenState,
	subject: Subject,
	texts: MessageTexts,
): readonly StyledText[] {
	const { rows, columns } = bodyOf(state);
	const { kept } = shownOf(state);
	const seen = windowOf(state.place, kept, rows);
	if (seen === undefined) return [emptyText(state, subject)];
	const numbers = Array.from({ length: rows }, (_, row) => seen.top + row);
	const messages = numbers.flatMap((number) => messageAt(kept, number) ?? []);
	const numberColumns = String(messages.at(-1)?.number ?? 0).length;
	const pattern = searchPattern(state.search.text);
	return messages.map((message) => {
		const isSelected = message.number === seen.selected;
		const before: StyledText = [
			isSelected ? strong("›") : " ",
			hasMatch(message, pattern, texts) ? "*" : " ",
			...(columns < WIDE_ENOUGH_FOR_TIMES
				? [" "]
				: [...padTo(dim(timeOf(message)), TIME_COLUMNS, "right"), "  "]),
			...padTo(dim(String(message.number)), numberColumns, "right"),
			"  ",
		];
		const room = columns - columnsOf(before);
		return [before, lineText(message, pattern, room, texts)];
	});
}

function timeOf({ atMs }: Message): string {
	return formatDuration(atMs);
}

function emptyText({ call }: ScreenState, { sends }: Subject): StyledText {
	if (call.end !== undefined) return dim("  no response came");
	return dim(
		sends === "stream" && call.sending === "open" && call.sent === 0
			? "  no response yet; i types a request"
			: "  no response yet",
	);
}

function hasMatch(
	message: Message,
	pattern: RegExp | undefined,
	texts: MessageTexts,
): boolean {
	return (
		pattern !== undefined &&
		texts.isCheap(message) &&
		texts.compact(message).text.search(pattern) !== -1
	);
}

/**
 * Returns a message on one line. A long message is decoded only when the user opens it, so that the list can keep up with a
 * fast stream.
 */
function lineText(
	message: Message,
	pattern: RegExp | undefined,
	columns: number,
	texts: MessageTexts,
): StyledText {
	if (!texts.isCheap(message))
		return dim(`${formatBytes(message.body.length)}, enter opens it`);
	const { kind, text } = texts.compact(message);
	if (kind === "undecodable") return bad(`cannot be read: ${text}`);
	const line = aroundMatch(text.replaceAll("\n", " "), pattern, columns);
	return highlight(line, pattern);
}

function openLines(
	state: ScreenState,
	mode: { readonly message: Message; readonly top: number },
	texts: MessageTexts,
): readonly StyledText[] {
	const { rows, columns } = bodyOf(state);
	const { message } = mode;
	const lines = messageLines(message, columns, texts);
	const room = rows - 1;
	const top = settleTop(mode.top, lines.length, room);
	const place =
		lines.length > room
			? `   lines ${top + 1}–${top + room} of ${lines.length}`
			: "";
	const pattern = searchPattern(state.search.text);
	return [
		dim(
			`${message.number}   ${timeOf(message)}   ${formatBytes(message.body.length)}${place}`,
		),
		...lines.slice(top, top + room).map((line) => highlight(line, pattern)),
	];
}
