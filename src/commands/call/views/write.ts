import { once } from "node:events";
import type { Writable } from "node:stream";

/** Writes and waits until there is room again, so that a slow reader slows the server and nothing piles up here. */
export async function write(
	stream: Writable,
	data: string | Uint8Array,
): Promise<void> {
	if (!stream.write(data) && !stream.destroyed)
		await Promise.race([once(stream, "drain"), once(stream, "close")]);
}
