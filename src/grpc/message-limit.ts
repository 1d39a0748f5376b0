import type { ClientHttp2Stream } from "node:http2";
import type { CallProgress } from "./call-progress.ts";
import type { RpcStatus } from "./channel.ts";
import { PREFIX_BYTES } from "./message.ts";
import { channelStatus } from "./status.ts";

/** A message that is over the limit, and how many there are before it. */
type TooLong = { readonly bytes: number; readonly before: number };

/** Reads the lengths of the messages in a stream's data. */
type LengthReader = {
	/** Gives the first message that is over the limit, once its head is there. */
	readonly read: (chunk: Uint8Array) => TooLong | undefined;
	/** Whether more of a message has to come. */
	readonly isWithinMessage: () => boolean;
};

/** Makes a reader for the data of one stream. */
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
				head[headBytes++] = chunk[at++] ?? 0;
				if (headBytes < PREFIX_BYTES) continue;
				headBytes = 0;
				bodyBytes = head.readUInt32BE(1);
				if (bodyBytes > maxBytes) return { bytes: bodyBytes, before };
				before++;
			}
			return undefined;
		},
	};
}

/**
 * Ends a call by a message that is over the limit, when the messages before it were handed on: grpc-js, which has no limit here, would
 * lose those that came in the same piece of data.
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
		// This chunk still goes to all who listen, and nothing after it.
		stream.removeAllListeners("data");
		progress.taken = found.before;
		const finish = () => {
			if (progress.handedOn < found.before) return;
			end(tooLong(found.bytes, maxBytes));
		};
		const { onHandedOn } = progress;
		progress.onHandedOn = () => {
			onHandedOn();
			finish();
		};
		if (progress.reading === "on-demand") progress.reading = "to-the-end";
		process.nextTick(() => {
			read();
			finish();
		});
	});
}

/** In grpc-js's words, which people look for. */
function tooLong(bytes: number, maxBytes: number): RpcStatus {
	return channelStatus(
		"RESOURCE_EXHAUSTED",
		`Received message larger than max (${bytes} vs ${maxBytes})`,
	);
}
