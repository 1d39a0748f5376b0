import type { ClientHttp2Stream } from "node:http2";
import type { CallProgress } from "./call-progress.ts";
import type { RpcStatus } from "./channel.ts";
import { PREFIX_BYTES } from "./message.ts";
import { noMessage } from "./no-message.ts";
import { channelStatus } from "./status.ts";

/** A message that cannot be accepted, and the number of messages before it. */
type Fault = { readonly before: number } & (
	| { readonly kind: "too-long"; readonly bytes: number }
	| { readonly kind: "no-message"; readonly beginning: Uint8Array }
);

/** The largest valid first byte of a message (PROTOCOL-HTTP2.md, "Compressed-Flag"). */
const MAX_FLAG = 1;

/** Reads the heads of the messages in a stream's data. */
type LengthReader = {
	/** Returns the first message that is over the limit, as soon as its head is there, or data that is no message. */
	readonly read: (chunk: Uint8Array) => Fault | undefined;
	/** Whether a message is still incomplete. */
	readonly isWithinMessage: () => boolean;
};

/** Creates a reader for the data of one stream. */
export function readLengths(maxBytes: number): LengthReader {
	const head = Buffer.alloc(PREFIX_BYTES);
	let headBytes = 0;
	let bodyBytes = 0;
	let before = 0;
	return {
		isWithinMessage: () => headBytes > 0 || bodyBytes > 0,
		read(chunk) {
			for (let at = 0; at < chunk.length; ) {
				const skipped = Math.min(bodyBytes, chunk.length - at);
				at += skipped;
				bodyBytes -= skipped;
				if (at === chunk.length) return undefined;
				const byte = chunk[at] ?? 0;
				if (headBytes === 0 && byte > MAX_FLAG)
					return { kind: "no-message", beginning: chunk.subarray(at), before };
				head[headBytes++] = byte;
				at++;
				if (headBytes < PREFIX_BYTES) continue;
				headBytes = 0;
				bodyBytes = head.readUInt32BE(1);
				if (bodyBytes > maxBytes)
					return { kind: "too-long", bytes: bodyBytes, before };
				before++;
			}
			return undefined;
		},
	};
}

/**
 * Ends a call at a message that is over the limit, or is none, once the messages before it have been delivered. grpc-js's own limit is
 * disabled here, since it would lose messages of the same piece of data.
 */
export function limitMessages(
	stream: ClientHttp2Stream,
	progress: CallProgress,
	maxBytes: number,
	{
		read,
		end,
	}: { readonly read: () => void; readonly end: (status: RpcStatus) => void },
): void {
	const lengths = readLengths(maxBytes);
	progress.isWithinMessage = lengths.isWithinMessage;
	stream.prependListener("data", (chunk: Buffer) => {
		const found = lengths.read(chunk);
		if (found === undefined) return;
		// This chunk still reaches all listeners, and no later one does.
		stream.removeAllListeners("data");
		progress.deliverable = found.before;
		const finish = () => {
			if (progress.delivered < found.before) return;
			end(statusOf(found, maxBytes));
		};
		const { onDelivered } = progress;
		progress.onDelivered = () => {
			onDelivered();
			finish();
		};
		if (progress.reading === "on-demand") progress.reading = "to-the-end";
		process.nextTick(() => {
			read();
			finish();
		});
	});
}

function statusOf(fault: Fault, maxBytes: number): RpcStatus {
	if (fault.kind === "no-message") return noMessage(fault.beginning);
	// These are grpc-js's words, for which users search.
	return channelStatus(
		"RESOURCE_EXHAUSTED",
		`Received message larger than max (${fault.bytes} vs ${maxBytes})`,
	);
}
