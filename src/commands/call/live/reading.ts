import { type Motion, motionStep } from "../../../render/ink/table-cursor.ts";
import { breakLines } from "./break-lines.ts";
import type { Message } from "./message.ts";
import type { MessageTexts } from "./message-texts.ts";

type WrappedMessage = {
	readonly columns: number;
	readonly lines: readonly string[];
};

const WRAPPED = new WeakMap<Message, WrappedMessage>();

/** Returns a message in full as lines of at most `columns` columns. The lines are kept for the next redraw. */
export function messageLines(
	message: Message,
	columns: number,
	texts: MessageTexts,
): readonly string[] {
	const known = WRAPPED.get(message);
	if (known?.columns === columns) return known.lines;
	const { kind, text } = texts.whole(message);
	const whole = kind === "text" ? text : `cannot be read: ${text}`;
	const lines = breakLines(whole, columns);
	WRAPPED.set(message, { columns, lines });
	return lines;
}

/** Returns the first visible line of `length` lines, if `top` is wanted. */
export function settleTop(top: number, length: number, rows: number): number {
	return Math.max(0, Math.min(top, length - rows));
}

/** Returns the first visible line after a motion. */
export function moveTop(
	top: number,
	motion: Motion,
	length: number,
	rows: number,
): number {
	const from = settleTop(top, length, rows);
	return settleTop(from + motionStep(motion, length, rows), length, rows);
}
