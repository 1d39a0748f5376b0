import { formatBytes } from "../../render/bytes.ts";

/** How many bytes of one call's responses may be kept. */
export type ResponseBudget = {
	/** Takes this many bytes. Returns false if fewer are left, and in every later call. */
	readonly take: (bytes: number) => boolean;
	/** Returns whether more was asked for than was left. */
	readonly isFull: () => boolean;
};

/** What a run keeps of all responses until it shows them, in bytes of JSON. Parsed, they take a few times as much memory. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** What an object takes in addition to its text. */
const BYTES_A_MESSAGE = 64;

/** Returns a function that makes the budgets of a run's calls. The budgets share `bytes`. */
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

/** The budget of a call whose responses are in a file already, as those of a recording are. */
export const UNBOUNDED: ResponseBudget = {
	take: () => true,
	isFull: () => false,
};

/** The status message of a call that has more responses than can be kept. */
export const RESPONSES_TOO_LARGE = `more than ${formatBytes(KEPT_BYTES)} of responses to keep until the end: --limit N takes the first N`;
