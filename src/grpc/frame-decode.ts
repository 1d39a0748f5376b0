import type { Frame } from "./frame.ts";
import { FRAME_TYPE } from "./http2-names.ts";

const END_STREAM = 0x1;
const ACK = 0x1;
const END_HEADERS = 0x4;
const PADDED = 0x8;
const PRIORITY = 0x20;
const PRIORITY_BYTES = 5;
const PROMISED_STREAM_BYTES = 4;
const SETTING_BYTES = 6;

/** The nine bytes before every payload. */
export type FrameHead = {
	readonly frameType: number;
	readonly flags: number;
	readonly streamId: number;
	readonly bytes: number;
};

type WithoutHead<F> = F extends Frame
	? Omit<F, "direction" | "streamId" | "bytes" | "flags" | "atMs">
	: never;

/** The fields of a frame that depend on its type. */
type FrameBody = WithoutHead<Frame>;

/** Whether length and stream fit the frame's type (RFC 9113 section 6). A frame of an unknown type always fits. */
export function isWellFormed(head: FrameHead): boolean {
	const { frameType, bytes, streamId, flags } = head;
	const onConnection = streamId === 0;
	switch (frameType) {
		case FRAME_TYPE.DATA:
		case FRAME_TYPE.HEADERS:
		case FRAME_TYPE.CONTINUATION:
			return !onConnection;
		case FRAME_TYPE.PRIORITY:
			return !onConnection && bytes === 5;
		case FRAME_TYPE.RST_STREAM:
			return !onConnection && bytes === 4;
		case FRAME_TYPE.SETTINGS:
			return (
				onConnection &&
				bytes % SETTING_BYTES === 0 &&
				((flags & ACK) === 0 || bytes === 0)
			);
		case FRAME_TYPE.PUSH_PROMISE:
			return !onConnection && bytes >= PROMISED_STREAM_BYTES;
		case FRAME_TYPE.PING:
			return onConnection && bytes === 8;
		case FRAME_TYPE.GOAWAY:
			return onConnection && bytes >= 8;
		case FRAME_TYPE.WINDOW_UPDATE:
			return bytes === 4;
		default:
			return true;
	}
}

/** Decodes a frame's fields. `payload` is empty or cut for frames that are no evidence, and for header blocks not kept. */
export function decodeFrame(
	head: FrameHead,
	payload: Buffer,
	headerBlocks: "keep" | "drop",
): FrameBody {
	const { frameType, flags } = head;
	const block = headerBlocks === "keep" ? fragment(head, payload) : undefined;
	switch (frameType) {
		case FRAME_TYPE.DATA:
			return { type: "DATA", endStream: (flags & END_STREAM) !== 0 };
		case FRAME_TYPE.HEADERS:
			return headerFrame("HEADERS", flags, block);
		case FRAME_TYPE.PRIORITY:
			return { type: "PRIORITY" };
		case FRAME_TYPE.RST_STREAM:
			return { type: "RST_STREAM", errorCode: payload.readUInt32BE(0) };
		case FRAME_TYPE.SETTINGS:
			return {
				type: "SETTINGS",
				ack: (flags & ACK) !== 0,
				settings: settingsOf(payload),
			};
		case FRAME_TYPE.PUSH_PROMISE:
			return headerFrame("PUSH_PROMISE", flags, block);
		case FRAME_TYPE.PING:
			return {
				type: "PING",
				ack: (flags & ACK) !== 0,
				opaque: payload.toString("hex"),
			};
		case FRAME_TYPE.GOAWAY:
			return {
				type: "GOAWAY",
				lastStreamId: payload.readUInt32BE(0) & 0x7fff_ffff,
				errorCode: payload.readUInt32BE(4),
				debug: payload.toString("utf8", 8),
			};
		case FRAME_TYPE.WINDOW_UPDATE:
			return {
				type: "WINDOW_UPDATE",
				increment: payload.readUInt32BE(0) & 0x7fff_ffff,
			};
		case FRAME_TYPE.CONTINUATION:
			return headerFrame("CONTINUATION", flags, block);
		default:
			return { type: "UNKNOWN", frameType };
	}
}

function headerFrame(
	type: "HEADERS" | "CONTINUATION" | "PUSH_PROMISE",
	flags: number,
	block: Uint8Array | undefined,
): FrameBody {
	return {
		type,
		// Only HEADERS has this flag. The same bit has no meaning on the other two.
		endStream: type === "HEADERS" && (flags & END_STREAM) !== 0,
		endHeaders: (flags & END_HEADERS) !== 0,
		block,
	};
}

/** Returns the HPACK fragment without padding, priority and promised stream. */
function fragment(head: FrameHead, payload: Buffer): Uint8Array {
	if (head.frameType === FRAME_TYPE.CONTINUATION) return payload;
	const padded = (head.flags & PADDED) !== 0;
	const padding = padded ? (payload[0] ?? 0) : 0;
	let start = padded ? 1 : 0;
	if (head.frameType === FRAME_TYPE.PUSH_PROMISE)
		start += PROMISED_STREAM_BYTES;
	else if ((head.flags & PRIORITY) !== 0) start += PRIORITY_BYTES;
	return payload.subarray(start, Math.max(start, payload.length - padding));
}

function settingsOf(payload: Buffer): (readonly [id: number, value: number])[] {
	const settings: (readonly [number, number])[] = [];
	for (let at = 0; at < payload.length; at += SETTING_BYTES)
		settings.push([payload.readUInt16BE(at), payload.readUInt32BE(at + 2)]);
	return settings;
}
