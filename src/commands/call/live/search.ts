import type { Kept } from "./message.ts";
import type { MessageTexts } from "./message-texts.ts";

/** Returns a pattern that finds a text in any case, or undefined for an empty text. */
export function searchPattern(text: string): RegExp | undefined {
	if (text === "") return undefined;
	return new RegExp(text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), "giu");
}

/** Where a search begins, and its direction. At the end it goes on from the other end. */
export type SearchStep =
	/** At the message itself and newer ones. After those, the nearest older one. */
	| { readonly kind: "from"; readonly number: number }
	| { readonly kind: "next" | "previous"; readonly number: number };

/** Returns the number of the message that a search finds, or undefined if no kept message has the text. */
export function findMessage(
	kept: Kept,
	text: string,
	step: SearchStep,
	texts: MessageTexts,
): number | undefined {
	const pattern = searchPattern(text);
	if (pattern === undefined) return undefined;
	const found = candidates(kept, step).find(
		(message) => texts.compact(message).text.search(pattern) !== -1,
	);
	return found?.number;
}

/** Returns the messages in the order in which a search looks at them. */
function candidates({ messages }: Kept, { kind, number }: SearchStep) {
	const index = number - (messages[0]?.number ?? number);
	const [older, same, newer] = [
		messages.slice(0, Math.max(0, index)),
		messages.slice(Math.max(0, index), index + 1),
		messages.slice(index + 1),
	];
	switch (kind) {
		case "from":
			return [...same, ...newer, ...older.toReversed()];
		case "next":
			return [...newer, ...older, ...same];
		case "previous":
			return [...older.toReversed(), ...newer.toReversed(), ...same];
	}
}
