import type { RpcStatus } from "./channel.ts";
import { type Expanded, isCompressed, plainBody } from "./message.ts";

type ResponseQueueOptions = {
	/** Called when the queue is empty, to fetch one more message. */
	readonly fetch: () => void;
	readonly expand: (framed: Uint8Array) => Promise<Expanded>;
	readonly onUndecodable: (status: RpcStatus) => void;
	/** Called when the last waiting compressed message has been expanded. */
	readonly onExpanded: () => void;
	/** Called when the reader stops before the end. */
	readonly onAbandoned: () => void;
};

/** The messages between channel and reader. Compressed ones are expanded on reading, so that a few bytes cannot fill the memory. */
export type ResponseQueue = {
	readonly push: (framed: Uint8Array) => void;
	/** Says that no more messages come. The waiting ones can still be read. */
	readonly end: () => void;
	readonly hasCompressed: () => boolean;
	/** For one reader. */
	readonly bodies: AsyncGenerator<Uint8Array, void>;
};

type State = ResponseQueueOptions & {
	readonly waiting: Uint8Array[];
	/** The number of waiting messages that are compressed, with one that is being expanded. */
	compressed: number;
	phase: "open" | "ended";
	/** Lets a reader go on that waits for a message. */
	wake: () => void;
};

/** Creates an empty queue. */
export function createResponseQueue(
	options: ResponseQueueOptions,
): ResponseQueue {
	const state: State = {
		...options,
		waiting: [],
		compressed: 0,
		phase: "open",
		wake: () => {},
	};
	return {
		push(framed) {
			if (isCompressed(framed)) state.compressed += 1;
			state.waiting.push(framed);
			state.wake();
		},
		end() {
			state.phase = "ended";
			state.wake();
		},
		hasCompressed: () => state.compressed > 0,
		bodies: read(state),
	};
}

async function* read(state: State): AsyncGenerator<Uint8Array, void> {
	const { waiting } = state;
	try {
		for (;;) {
			while (waiting.length === 0 && state.phase === "open")
				await arrival(state);
			const framed = waiting.shift();
			if (framed === undefined) return;
			if (waiting.length === 0) state.fetch();
			const body = isCompressed(framed)
				? await expand(state, framed)
				: plainBody(framed);
			if (body === undefined) return;
			yield body;
		}
	} finally {
		if (state.phase === "open") state.onAbandoned();
	}
}

/** Fetches a message. Resolves when one waits, or none comes any more. */
function arrival(state: State): Promise<void> {
	return new Promise((resolve) => {
		state.wake = resolve;
		state.fetch();
	});
}

async function expand(
	state: State,
	framed: Uint8Array,
): Promise<Uint8Array | undefined> {
	const expanded = await state.expand(framed);
	state.compressed -= 1;
	if (expanded.kind === "undecodable") state.onUndecodable(expanded.status);
	else if (state.compressed === 0) state.onExpanded();
	return expanded.kind === "body" ? expanded.body : undefined;
}
