import type { IncomingMessage } from "node:http";

/** An answer over plain HTTP, its body bounded. */
export type HttpAnswer = {
	readonly status: number;
	/** The Retry-After header, when it states seconds. */
	readonly retryAfterMs: number | undefined;
	readonly location: string | undefined;
	readonly body: string;
};

/** Reads at most `maxBytes` of a response's body. A body that breaks off counts as what came of it. */
export async function readAnswer(
	response: IncomingMessage,
	maxBytes: number,
): Promise<HttpAnswer> {
	return {
		status: response.statusCode ?? 0,
		retryAfterMs: retryAfter(response.headers["retry-after"]),
		location: response.headers.location,
		body: await readBody(response, maxBytes),
	};
}

async function readBody(
	response: IncomingMessage,
	maxBytes: number,
): Promise<string> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of response) {
			chunks.push(Buffer.from(chunk));
			bytes += chunk.length;
			if (bytes >= maxBytes) break;
		}
	} catch {
		// What came before the break is still worth quoting.
	}
	return Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8");
}

function retryAfter(header: string | undefined): number | undefined {
	return header !== undefined && /^\d{1,6}$/.test(header)
		? Number(header) * 1000
		: undefined;
}

/** The object in a JSON text, or undefined when it is none. */
export function parseObject(
	text: string,
): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** Whether a value is an object whose fields can be looked at. */
export function isRecord(
	value: unknown,
): value is Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
