import type { Readable } from "node:stream";
import { PluginError } from "../../errors.ts";

/**
 * Reads a body to its end as UTF-8 text, but no more than `maxBytes` (after decompression): then `refuse` throws and `cut` keeps
 * what came.
 * @throws PluginError `api-error` when it is too long, and whatever breaks the stream
 */
export async function readText(
	body: Readable,
	maxBytes: number,
	beyond: "refuse" | "cut",
): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		chunks.push(chunk);
		if (bytes > maxBytes) break;
	}
	if (bytes > maxBytes && beyond === "refuse")
		throw new PluginError(
			"api-error",
			`the API server's answer is larger than ${maxBytes / 1024 / 1024} MiB`,
			{ hint: ["narrow it down with -n, -l or a name"] },
		);
	return Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
}

/** A Status comes with its head; whoever lets the text of a refusal drip would hold up what is known already. */
const REFUSAL_PATIENCE_MS = 2_000;

/** The text of a refusal, of which no more than `maxBytes` is read; empty where it does not come to an end in two seconds. Never rejects. */
export async function readRefusalText(
	body: Readable,
	maxBytes: number,
): Promise<string> {
	const timer = setTimeout(() => body.destroy(), REFUSAL_PATIENCE_MS);
	try {
		return await readText(body, maxBytes, "cut");
	} catch {
		return "";
	} finally {
		clearTimeout(timer);
	}
}
