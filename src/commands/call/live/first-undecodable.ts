import type { Kept, Message } from "./message.ts";

/** Finds the first response of a call that cannot be read, even if it is not kept to the end. */
export type FirstUndecodable = {
	/** Reads those of the known responses that are not kept any more. */
	readonly drop: (known: readonly Message[], kept: Kept) => void;
	/** Returns why it cannot be read. Reads the kept responses, too. Returns undefined if all can be read. */
	readonly reason: (kept: Kept) => string | undefined;
};

/**
 * Returns an object that finds it. After the first such response it reads no more, because their errors change nothing.
 * @param faultOf returns why a response cannot be read. It is called for every response of a fast stream, between two keys
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
