import { useState } from "react";
import type { KeyBinding } from "./keys.ts";

/** The selected row, and the part of the rows that is visible. The key identifies the row, because its index may change. */
export type TableCursor = {
	readonly key: string | undefined;
	readonly index: number;
	/** Index of the first visible row. */
	readonly top: number;
};

export type Motion = "up" | "down" | "page-up" | "page-down" | "first" | "last";

export const START: TableCursor = { key: undefined, index: 0, top: 0 };

/**
 * Returns the cursor for new rows and a new height. Where the selected row is gone, the row at its index is selected. The visible
 * part moves no more than necessary.
 */
export function settleCursor(
	cursor: TableCursor,
	keys: readonly string[],
	height: number,
): TableCursor {
	if (keys.length === 0) return { ...cursor, index: 0, top: 0 };
	const found = cursor.key === undefined ? -1 : keys.indexOf(cursor.key);
	const index = clamp(found === -1 ? cursor.index : found, keys.length);
	const room = Math.max(1, height);
	const lowest = Math.max(0, keys.length - room);
	const top = Math.min(cursor.top, lowest, index);
	return {
		key: keys[index],
		index,
		top: Math.max(top, index - room + 1),
	};
}

function clamp(index: number, length: number): number {
	return Math.max(0, Math.min(index, length - 1));
}

/** Returns the cursor after a motion. A page is one row less than the visible rows, so that one row stays visible. */
export function moveCursor(
	cursor: TableCursor,
	motion: Motion,
	keys: readonly string[],
	height: number,
): TableCursor {
	const { index, top } = settleCursor(cursor, keys, height);
	const step = motionStep(motion, keys.length, height);
	const next = clamp(index + step, keys.length);
	return settleCursor({ key: keys[next], index: next, top }, keys, height);
}

/** Returns the step of a motion in rows. `first` and `last` step over the end, where the caller limits them. */
export function motionStep(
	motion: Motion,
	length: number,
	height: number,
): number {
	const page = Math.max(1, height - 1);
	const steps: Readonly<Record<Motion, number>> = {
		up: -1,
		down: 1,
		"page-up": -page,
		"page-down": page,
		first: -length,
		last: length,
	};
	return steps[motion];
}

/** The keys of each motion. They are the same on every screen. */
export const MOTION_KEYS: readonly (readonly [Motion, readonly string[]])[] = [
	["up", ["up", "k"]],
	["down", ["down", "j"]],
	["page-up", ["pageup", "ctrl+b"]],
	["page-down", ["pagedown", "ctrl+f"]],
	["first", ["home", "g"]],
	["last", ["end", "G"]],
];

/** Keeps the cursor of a table with `height` visible rows. Returns it with the keys that move it. */
export function useTableCursor(
	keys: readonly string[],
	height: number,
): { readonly cursor: TableCursor; readonly bindings: readonly KeyBinding[] } {
	const [state, setState] = useState(START);
	const cursor = settleCursor(state, keys, height);
	return {
		cursor,
		bindings: MOTION_KEYS.map(([motion, names]) => ({
			keys: names,
			// One help text describes all motions.
			...(motion === "up" ? { help: { keys: "↑↓", does: "choose" } } : {}),
			run: () => setState(moveCursor(cursor, motion, keys, height)),
		})),
	};
}
