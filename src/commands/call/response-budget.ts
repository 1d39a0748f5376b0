import { formatBytes } from "../../render/bytes.ts";

/** What may be kept of one call's responses. */
export type ResponseBudget = {
	/** Takes so many bytes; false where there are not as many, and ever after. */
	readonly take: (bytes: number) => boolean;
	/** Whether it was asked for more than there was. */
	readonly isFull: () => boolean;
};

/** What a run keeps of all responses until it shows them, as JSON: parsed they take a few times as much. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** What an object takes besides its text. */
const BYTES_A_MESSAGE = 64;

/** Makes the budgets of a run's calls, which share its memory. */
export function sharedBudget(bytes = KEPT_BYTES): () => ResponseBudget {
	let left = bytes;
	return () => {
		let state: "open" | "full" = "open";
		return {
			take(messageBytes) {
				const wanted = messageBytes + BYTES_A_MESSAGE;
				if (wanted > left) state = "full";
				if (state === "full") return false;
				left -= wanted;
				return true;
			},
			isFull: () => state === "full",
		};
	};
}

/** The budget of a call whose responses are in a file already. */
export const UNBOUNDED: ResponseBudget = {
	take: () => true,
	isFull: () => false,
};

/** What a call ends with that has more responses than can be kept. */
export const RESPONSES_TOO_LARGE = `more than ${formatBytes(KEPT_BYTES)} of responses to keep until the end: --limit N takes the first N`;
