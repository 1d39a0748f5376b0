import type { Body } from "../facts.ts";

/** A response as the screen keeps it. */
export type Message = {
	/** Counted from 1. */
	readonly number: number;
	/** Milliseconds since the call began. */
	readonly atMs: number;
	readonly body: Body;
};

/** The newest responses, oldest first. All others have been dropped. */
export type Kept = {
	readonly messages: readonly Message[];
	readonly bytes: number;
};

export const NONE_KEPT: Kept = { messages: [], bytes: 0 };

/** The largest number of responses that are kept. */
export const MAX_MESSAGES = 10_000;
/** The largest number of their bytes, before decoding. */
export const MAX_BYTES = 16 * 1024 * 1024;

/** Returns what is kept after more responses have come. Both limits apply, but the newest response is always kept. */
export function keep(before: Kept, arrived: readonly Message[]): Kept {
	const all = [...before.messages, ...arrived];
	let bytes = before.bytes + sizeOf(arrived);
	let dropped = 0;
	while (
		dropped < all.length - 1 &&
		(all.length - dropped > MAX_MESSAGES || bytes > MAX_BYTES)
	) {
		bytes -= all[dropped]?.body.length ?? 0;
		dropped++;
	}
	return { messages: dropped === 0 ? all : all.slice(dropped), bytes };
}

/** Returns the number of bytes of several messages. */
export function sizeOf(messages: readonly Message[]): number {
	return messages.reduce((sum, { body }) => sum + body.length, 0);
}

/** Returns the message with that number, if it is kept. */
export function messageAt(
	{ messages }: Kept,
	number: number,
): Message | undefined {
	const first = messages[0]?.number ?? 0;
	return messages[number - first];
}

/** Returns the numbers of the oldest and the newest kept message, or undefined if there is none. */
export function numbersKept({
	messages,
}: Kept): { readonly first: number; readonly last: number } | undefined {
	const [oldest, newest] = [messages[0], messages.at(-1)];
	return oldest === undefined || newest === undefined
		? undefined
		: { first: oldest.number, last: newest.number };
}
