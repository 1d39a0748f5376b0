import type { Readable } from "node:stream";
import { PluginError } from "../../errors.ts";

/**
 * Reads a body to its end as UTF-8 text, up to `maxBytes` (after decompression). Beyond that, `refuse` throws and `cut` keeps the first
 * `maxBytes`.
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

/** Milliseconds to wait for a refusal's text. A Status comes with its headers; a slow text must not delay a known error. */
const REFUSAL_PATIENCE_MS = 2_000;

/** Reads the text of a refusal, up to `maxBytes`. Returns an empty text when it does not end within two seconds. Never rejects. */
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
