import type { Readable } from "node:stream";
import { PluginError } from "../../errors.ts";

/** Longest line taken: an object is below 2 MiB (etcd's limit), and a watch event carries one. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines of a stream as they come, without empty ones and without what follows the last newline. Ending the iteration destroys
 * the stream.
 * @throws PluginError `api-error` for an endless line, and whatever breaks the stream
 */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
	let rest: Buffer[] = [];
	let restBytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		let start = 0;
		let end = chunk.indexOf(NEWLINE);
		for (; end !== -1; end = chunk.indexOf(NEWLINE, start)) {
			const line = Buffer.concat([...rest, chunk.subarray(start, end)]);
			rest = [];
			restBytes = 0;
			start = end + 1;
			if (line.length > 0) yield line.toString("utf8");
		}
		rest.push(chunk.subarray(start));
		restBytes += chunk.length - start;
		if (restBytes > MAX_LINE_BYTES)
			throw new PluginError(
				"api-error",
				`the API server sends a watch event larger than ${MAX_LINE_BYTES / 1024 / 1024} MiB`,
			);
	}
}
