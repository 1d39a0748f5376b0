import { type Motion, motionStep } from "../../../render/ink/table-cursor.ts";
import { type Kept, numbersKept } from "./message.ts";

/**
 * The position of a list: at the newest message, whichever that is, or at a certain one. Messages are identified by their numbers.
 */
export type ListPlace =
	| { readonly kind: "following" }
	| { readonly kind: "at"; readonly selected: number; readonly top: number };

/** The visible part of a list: the numbers of its first and of its selected message. */
type ListWindow = { readonly top: number; readonly selected: number };

/**
 * Returns the part that is visible in `rows` rows, or undefined if there are no messages. If the selected message was dropped,
 * the oldest kept message is selected.
 */
export function windowOf(
	place: ListPlace,
	kept: Kept,
	rows: number,
): ListWindow | undefined {
	const numbers = numbersKept(kept);
	if (numbers === undefined) return undefined;
	const { first, last } = numbers;
	const room = Math.max(1, rows);
	const lowest = Math.max(first, last - room + 1);
	if (place.kind === "following") return { top: lowest, selected: last };
	const selected = within(place.selected, first, last);
	const top = within(place.top, first, Math.min(lowest, selected));
	return { selected, top: Math.max(top, selected - room + 1) };
}

/** Returns the position after a motion. At the newest message the list follows. */
export function moveList(
	place: ListPlace,
	motion: Motion,
	kept: Kept,
	rows: number,
): ListPlace {
	const seen = windowOf(place, kept, rows);
	if (seen === undefined) return place;
	const step = motionStep(motion, kept.messages.length, rows);
	return selectIn(place, seen.selected + step, kept, rows);
}

/** Returns the position at a message. The window moves as little as possible. At the newest message the list follows. */
export function selectIn(
	place: ListPlace,
	number: number,
	kept: Kept,
	rows: number,
): ListPlace {
	const seen = windowOf(place, kept, rows);
	const numbers = numbersKept(kept);
	if (seen === undefined || numbers === undefined) return place;
	if (number >= numbers.last) return { kind: "following" };
	const wanted = { kind: "at", selected: number, top: seen.top } as const;
	return { kind: "at", ...(windowOf(wanted, kept, rows) ?? seen) };
}

/** Returns the position at the message that is selected now. It stays selected when more messages come. */
export function hold(place: ListPlace, kept: Kept, rows: number): ListPlace {
	const seen = windowOf(place, kept, rows);
	return seen === undefined ? place : { kind: "at", ...seen };
}

function within(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}
