import { once } from "node:events";
import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { unwritable } from "../../file-error.ts";

/** Prints to the file of --output-file, which is whole when this resolves. @throws PluginError `bad-input` for one that cannot be written, and what `print` throws */
export async function toOutputFile<T>(
	path: string,
	print: (out: Writable) => Promise<T>,
): Promise<T> {
	const file = createWriteStream(path);
	// A disk may be full at any time; whoever writes or waits next is told.
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
