import { once } from "node:events";
import type { Writable } from "node:stream";

/**
 * Writes data and waits until the stream has room again. So a slow reader slows the server, and no data piles up here.
 * @throws the error of the stream
 */
export async function write(
	stream: Writable,
	data: string | Uint8Array,
): Promise<void> {
	if (!stream.write(data) && !stream.destroyed) await drained(stream);
	const failure = stream.errored;
	if (failure === null) return;
	// Other listeners of the stream get the error first. For standard output it is no error that the reader has left.
	if (!stream.closed) await once(stream, "close");
	throw failure;
}

async function drained(stream: Writable): Promise<void> {
	// One event ends the wait. The listener for the other must be removed, because there are many writes to a stream.
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
