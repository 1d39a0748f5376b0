import type { Kept, Message } from "./message.ts";
import type { MessageTexts } from "./message-texts.ts";

/** Finds the first response of a call that cannot be read, though it is not kept to the end. */
export type FirstUndecodable = {
	/** Reads those of the responses that are not kept any more. */
	readonly drop: (known: readonly Message[], kept: Kept) => void;
	/** Why it cannot be read; undefined where all can be, those kept included. */
	readonly reason: (kept: Kept) => string | undefined;
};

/** Gives what finds it. After the first none is read: their fault changes nothing. */
export function firstUndecodable({
	compact,
}: Pick<MessageTexts, "compact">): FirstUndecodable {
	let reason: string | undefined;
	const look = (messages: readonly Message[]) => {
		for (const message of messages) {
			if (reason !== undefined) return;
			const { kind, text } = compact(message);
			if (kind === "undecodable") reason = text;
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
