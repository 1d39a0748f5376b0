import type { Kept, Message } from "./message.ts";

/** Finds the first response of a call that cannot be read, though it is not kept to the end. */
export type FirstUndecodable = {
	/** Reads those of the responses that are not kept any more. */
	readonly drop: (known: readonly Message[], kept: Kept) => void;
	/** Why it cannot be read; undefined where all can be, those kept included. */
	readonly reason: (kept: Kept) => string | undefined;
};

/**
 * Gives what finds it. After the first none is read: their fault changes nothing.
 * @param faultOf says why a response cannot be read; of a fast stream every one is asked for, between two keys
 */
export function firstUndecodable(
	faultOf: (message: Message) => string | undefined,
): FirstUndecodable {
	let reason: string | undefined;
	const look = (messages: readonly Message[]) => {
		for (const message of messages) {
			if (reason !== undefined) return;
			reason = faultOf(message);
		}
	};
	return {
		drop(known, { messages }) {
			const first = messages[0]?.number ?? 0;
			look(known.filter(({ number }) => number < first));
		},
		reason({ messages }) {
			look(messages);
			return reason;
		},
	};
}
