import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes and waits until there is room again, so that a slow reader slows the server and nothing piles up here. @throws what the stream has failed with */
export async function write(
	stream: Writable,
	data: string | Uint8Array,
): Promise<void> {
	if (!stream.write(data) && !stream.destroyed) await room(stream);
	if (stream.errored !== null) throw stream.errored;
}

async function room(stream: Writable): Promise<void> {
	// Whichever comes first: the other must not listen on, as there are many writes to a stream.
	const waiting = new AbortController();
	const { signal } = waiting;
	try {
		await Promise.race([
			once(stream, "drain", { signal }),
			once(stream, "close", { signal }),
		]);
	} finally {
		waiting.abort();
	}
}
