import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes and waits until there is room again, so that a slow reader slows the server and nothing piles up here. @throws what the stream has failed with */
export async function write(
	stream: Writable,
	data: string | Uint8Array,
): Promise<void> {
	if (!stream.write(data) && !stream.destroyed) await drained(stream);
	const failure = stream.errored;
	if (failure === null) return;
	// Whoever listens to the stream hears of it before: of standard output the end of its reader is no error.
	if (!stream.closed) await once(stream, "close");
	throw failure;
}

async function drained(stream: Writable): Promise<void> {
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
