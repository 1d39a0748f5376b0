import type { Readable } from "node:stream";
import { PluginError } from "../../errors.ts";

/** Maximum bytes of a line. An object is below 2 MiB (etcd's limit), and a watch event carries one. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Yields the lines of a watch as they come, without empty ones and without the text after the last newline. Ending the iteration
 * destroys the stream.
 * @throws PluginError `api-error` for an endless line, and whatever breaks the stream
 */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
	const lines = splitLines(stream as AsyncIterable<Buffer>, {
		maxBytes: MAX_LINE_BYTES,
		tooLong: () =>
			new PluginError(
				"api-error",
				`the API server sends a watch event larger than ${MAX_LINE_BYTES / 1024 / 1024} MiB`,
			),
	});
	for await (const line of lines) if (line !== "") yield line;
}

type LineOptions = {
	/** Maximum bytes of a line. A longer one throws `tooLong`. */
	readonly maxBytes: number;
	readonly tooLong: () => Error;
};

/**
 * Splits text into lines, unchanged. The return value is the text after the last newline.
 * @throws what `tooLong` gives for an endless line, and what the chunks throw
 */
export async function* splitLines(
	chunks: AsyncIterable<Buffer>,
	{ maxBytes, tooLong }: LineOptions,
): AsyncGenerator<string, string> {
	let rest: Buffer[] = [];
	let restBytes = 0;
	for await (const chunk of chunks) {
		let start = 0;
		let end = chunk.indexOf(NEWLINE);
		for (; end !== -1; end = chunk.indexOf(NEWLINE, start)) {
			yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString();
			rest = [];
			restBytes = 0;
			start = end + 1;
		}
		rest.push(chunk.subarray(start));
		restBytes += chunk.length - start;
		if (restBytes > maxBytes) throw tooLong();
	}
	return Buffer.concat(rest).toString();
}
