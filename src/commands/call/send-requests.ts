import { asError } from "../../errors.ts";
import type { Call } from "../../grpc/channel.ts";
import { PREFIX_BYTES } from "../../grpc/message.ts";
import type { Requests } from "./requests.ts";

/**
 * The number of requests that no longer wait for HTTP/2, and why the next one could not be read. As in grpc-go, up to 64 KiB that still
 * wait when the call ends count, too.
 */
export type Sending = { sent: number; fault: Error | undefined };

/** Bytes of requests that may wait for HTTP/2. If each waited for the one before, each would be a write and a turn of the event loop. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Sends requests as they come, and then the end of sending. A request that cannot be read cancels the call after the ones before it. */
export async function sendRequests(
	call: Call,
	requests: Requests,
	sending: Sending,
): Promise<void> {
	let isOver = false;
	void call.status.then(() => {
		isOver = true;
	});
	let waitingBytes = 0;
	let lastTaken = Promise.resolve();
	try {
		for await (const body of requests) {
			if (isOver) return;
			const bytes = PREFIX_BYTES + body.length;
			waitingBytes += bytes;
			lastTaken = call.send(body).then(() => {
				waitingBytes -= bytes;
				sending.sent++;
			});
			// Where one rejects, so do those behind it. It may do so before it is awaited.
			lastTaken.catch(() => {});
			if (waitingBytes >= MAX_WAITING_BYTES) await lastTaken;
		}
		await lastTaken;
		call.closeSend();
	} catch (caught) {
		await lastTaken.catch(() => {});
		if (isOver) return;
		sending.fault = asError(caught);
		call.cancel();
	}
}
