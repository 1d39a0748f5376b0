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

/** Creates an empty queue. */
export function createResponseQueue(
	options: ResponseQueueOptions,
): ResponseQueue {
	const waiting: Uint8Array[] = [];
	let compressed = 0;
	let ended = false;
	let wake: (() => void) | undefined;

	const take = async (): Promise<Uint8Array | undefined> => {
		while (waiting.length === 0 && !ended)
			await new Promise<void>((resolve) => {
				wake = resolve;
				options.fetch();
			});
		const framed = waiting.shift();
		if (framed !== undefined && waiting.length === 0) options.fetch();
		return framed;
	};
	const expand = async (
		framed: Uint8Array,
	): Promise<Uint8Array | undefined> => {
		const expanded = await options.expand(framed);
		compressed -= 1;
		if (expanded.kind === "undecodable") options.onUndecodable(expanded.status);
		else if (compressed === 0) options.onExpanded();
		return expanded.kind === "body" ? expanded.body : undefined;
	};
	async function* read(): AsyncGenerator<Uint8Array, void> {
		try {
			for (;;) {
				const framed = await take();
				if (framed === undefined) return;
				const body = isCompressed(framed)
					? await expand(framed)
					: plainBody(framed);
				if (body === undefined) return;
				yield body;
			}
		} finally {
			if (!ended) options.onAbandoned();
		}
	}
	return {
		push(framed) {
			if (isCompressed(framed)) compressed += 1;
			waiting.push(framed);
			wake?.();
		},
		end() {
			ended = true;
			wake?.();
		},
		hasCompressed: () => compressed > 0,
		bodies: read(),
	};
}
