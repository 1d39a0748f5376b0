import { type Motion, motionStep } from "../../../render/ink/table-cursor.ts";
import { type Kept, numbersKept } from "./message.ts";

/** Where a list is: at the newest message, whichever that is, or at one of them. Messages are named by their numbers. */
export type ListPlace =
	| { readonly kind: "following" }
	| { readonly kind: "at"; readonly selected: number; readonly top: number };

/** The part of a list that is seen: the numbers of its first and of its selected message. */
type ListWindow = { readonly top: number; readonly selected: number };

/** What is seen in so many rows; undefined when there is no message. A selected message that was dropped gives its place to the oldest kept. */
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

/** The place after a motion; at the newest message the list follows. */
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

/** The place at a message, the window moved no more than it must; at the newest it follows. */
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

/** The place at the message that is selected now, which stays selected when more come. */
export function hold(place: ListPlace, kept: Kept, rows: number): ListPlace {
	const seen = windowOf(place, kept, rows);
	return seen === undefined ? place : { kind: "at", ...seen };
}

function within(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(value, most));
}
