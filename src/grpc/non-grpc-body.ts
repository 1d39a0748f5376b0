import type { ClientHttp2Stream } from "node:http2";
import { shortened } from "../cut-text.ts";

/** Maximum bytes read of a body that is not gRPC, and maximum characters shown of it. */
const MAX_BYTES = 1024;
const SHOWN_CHARACTERS = 160;
/** Milliseconds to wait for such a body. */
const BODY_TIMEOUT_MS = 1000;

/**
 * Calls back once with the beginning of a body, as text on one line: when it is there, when there is none, or after a second. Returns
 * the function that cancels this.
 */
type ReadBody = (onRead: (body: string) => void) => () => void;

/**
 * Keeps the beginning of a body in case it turns out not to be gRPC. Node may emit data before the header fields. grpc-js takes a page
 * for a message of some hundred megabytes and then stops listening, so the first piece is all that arrives.
 */
export function keepBody(stream: ClientHttp2Stream): ReadBody {
	let body: string | undefined;
	let report = () => {};
	stream.prependOnceListener("data", (chunk: Buffer) => {
		body = excerptOf(chunk);
		report();
	});
	return (onRead) => {
		const stop = () => {
			report = () => {};
			clearTimeout(timer);
		};
		report = () => {
			stop();
			onRead(body ?? "");
		};
		const timer = setTimeout(() => report(), BODY_TIMEOUT_MS);
		// These listeners run before those of grpc-js, for which an end without trailers is another failure.
		for (const event of ["end", "close"])
			stream.prependOnceListener(event, () => report());
		if (body !== undefined) report();
		return stop;
	};
}

/** Returns the beginning of bytes that should have been gRPC, as text on one line. */
export function excerptOf(bytes: Uint8Array): string {
	const beginning = Buffer.from(bytes.subarray(0, MAX_BYTES));
	const text = beginning.toString("utf8").replace(/\s+/g, " ").trim();
	return shortened(text, SHOWN_CHARACTERS);
}
