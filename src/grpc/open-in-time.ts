import type { Duplex } from "node:stream";
import type { OpenStream } from "./transport.ts";

/** Opens a stream, until the signal aborts. A stream that opens later is closed. */
export async function openInTime(
	open: OpenStream,
	signal: AbortSignal,
): Promise<Duplex> {
	signal.throwIfAborted();
	const opening = open(signal);
	const aborted = Promise.withResolvers<never>();
	// The opener is aborted as well, and its error may explain better what has taken so long.
	const abort = () => setImmediate(() => aborted.reject(signal.reason));
	signal.addEventListener("abort", abort, { once: true });
	try {
		return await Promise.race([opening, aborted.promise]);
	} catch (error) {
		opening.then(
			(late) => late.on("error", () => {}).destroy(),
			() => {},
		);
		throw error;
	} finally {
		signal.removeEventListener("abort", abort);
	}
}
