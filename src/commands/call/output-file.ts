import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { unwritable } from "../../file-error.ts";

/**
 * Prints to the file of --output-file. The file is complete when the promise resolves.
 * @throws PluginError `bad-input` for a file that cannot be written; what `print` throws
 */
export async function toOutputFile<T>(
	path: string,
	print: (out: Writable) => Promise<T>,
): Promise<T> {
	const file = createWriteStream(path);
	// A disk may become full at any time. The next write or wait reports the error.
	file.on("error", () => {});
	try {
		await once(file, "open");
		try {
			return await print(file);
		} finally {
			file.end();
			await finished(file);
		}
	} catch (caught) {
		const cause = file.errored;
		if (cause === null || caught !== cause) throw caught;
		throw unwritable(cause, { named: "--output-file", file: path });
	}
}
