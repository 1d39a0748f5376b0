import type { Frame, FrameDirection } from "./frame.ts";
import { decodeFrame, type FrameHead, isWellFormed } from "./frame-decode.ts";
import { FRAME_TYPE } from "./http2-names.ts";

/** The first bytes of a client (RFC 9113 section 3.4). */
export const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEAD_BYTES = 9;
const GOAWAY_BYTES = 8;
/** The default of SETTINGS_MAX_FRAME_SIZE, which this client does not change. */
const MAX_FRAME_BYTES = 16_384;
/** Maximum bytes kept of GOAWAY's debug data. The rest is skipped. */
const MAX_DEBUG_BYTES = 1024;
const NOTHING = Buffer.alloc(0);

type FrameReaderOptions = {
	readonly direction: FrameDirection;
	/** `keep` passes on the HPACK fragments of HEADERS, CONTINUATION and PUSH_PROMISE. Default `drop`. */
	readonly headerBlocks?: "keep" | "drop" | undefined;
	readonly onFrame: (frame: Frame) => void;
	/** Monotonic clock in milliseconds; performance.now by default. */
	readonly now?: () => number;
};

type Reading = FrameReaderOptions & {
	readonly headerBlocks: "keep" | "drop";
	readonly head: Buffer;
	headBytes: number;
	prefaceBytesLeft: number;
	/** The frame whose payload is being read. */
	current: FrameHead | undefined;
	/** Holds the part of the payload that is evidence. */
	kept: Buffer;
	payloadBytes: number;
	framesRead: number;
	stopped: boolean;
};

/**
 * Creates a reader of the frames in one direction of an HTTP/2 connection (RFC 9113 section 4.1). The chunks may be cut anywhere. It
 * holds at most one frame's payload, and only of frames that are evidence. Malformed input ends the reading with one UNKNOWN frame of a
 * standard type (0–9). An extension frame is UNKNOWN with a higher type, and the reading continues.
 */
export function createFrameReader(
	options: FrameReaderOptions,
): (chunk: Uint8Array) => void {
	const reading: Reading = {
		...options,
		headerBlocks: options.headerBlocks ?? "drop",
		head: Buffer.alloc(HEAD_BYTES),
		headBytes: 0,
		prefaceBytesLeft: options.direction === "sent" ? PREFACE.length : 0,
		current: undefined,
		kept: NOTHING,
		payloadBytes: 0,
		framesRead: 0,
		stopped: false,
	};
	return (chunk) => read(reading, chunk);
}

function read(reading: Reading, chunk: Uint8Array): void {
	let at = Math.min(reading.prefaceBytesLeft, chunk.length);
	reading.prefaceBytesLeft -= at;
	while (at < chunk.length && !reading.stopped)
		at = reading.current
			? readPayload(reading, reading.current, chunk, at)
			: readHead(reading, chunk, at);
}

function readHead(reading: Reading, chunk: Uint8Array, from: number): number {
	if (reading.headBytes === 0 && chunk.length - from >= HEAD_BYTES) {
		start(reading, parseHead(chunk, from));
		return from + HEAD_BYTES;
	}
	const end = Math.min(chunk.length, from + HEAD_BYTES - reading.headBytes);
	reading.head.set(chunk.subarray(from, end), reading.headBytes);
	reading.headBytes += end - from;
	if (reading.headBytes === HEAD_BYTES)
		start(reading, parseHead(reading.head, 0));
	return end;
}

function start(reading: Reading, head: FrameHead): void {
	reading.headBytes = 0;
	if (!isPlausible(head, reading)) {
		reading.stopped = true;
		emit(reading, head, { type: "UNKNOWN", frameType: head.frameType });
		return;
	}
	reading.framesRead += 1;
	const bytes = bytesToKeep(head, reading.headerBlocks);
	reading.kept = bytes === 0 ? NOTHING : Buffer.alloc(bytes);
	reading.payloadBytes = 0;
	reading.current = head;
	if (head.bytes === 0) finish(reading, head);
}

function readPayload(
	reading: Reading,
	head: FrameHead,
	chunk: Uint8Array,
	from: number,
): number {
	const end = Math.min(chunk.length, from + head.bytes - reading.payloadBytes);
	const room = reading.kept.length - reading.payloadBytes;
	if (room > 0)
		reading.kept.set(
			chunk.subarray(from, Math.min(end, from + room)),
			reading.payloadBytes,
		);
	reading.payloadBytes += end - from;
	if (reading.payloadBytes === head.bytes) finish(reading, head);
	return end;
}

function finish(reading: Reading, head: FrameHead): void {
	reading.current = undefined;
	emit(reading, head, decodeFrame(head, reading.kept, reading.headerBlocks));
}

function emit(
	{ direction, onFrame, now = () => performance.now() }: Reading,
	{ streamId, bytes, flags }: FrameHead,
	body: ReturnType<typeof decodeFrame>,
): void {
	onFrame({ ...body, direction, streamId, bytes, flags, atMs: now() });
}

/** Decodes the head without Buffer's readers, which would cost more than everything else here in a process that has just started. */
function parseHead(from: Uint8Array, at: number): FrameHead {
	const byte = (index: number) => from[at + index] ?? 0;
	return {
		bytes: (byte(0) << 16) | (byte(1) << 8) | byte(2),
		frameType: byte(3),
		flags: byte(4),
		streamId:
			((byte(5) & 0x7f) << 24) | (byte(6) << 16) | (byte(7) << 8) | byte(8),
	};
}

/** Whether a frame may come here. A side's first frame is SETTINGS (RFC 9113 section 3.4), or this is another protocol. */
function isPlausible(head: FrameHead, { framesRead }: Reading): boolean {
	if (framesRead === 0 && head.frameType !== FRAME_TYPE.SETTINGS) return false;
	return head.bytes <= MAX_FRAME_BYTES && isWellFormed(head);
}

function bytesToKeep(head: FrameHead, headerBlocks: "keep" | "drop"): number {
	switch (head.frameType) {
		case FRAME_TYPE.DATA:
			return 0;
		case FRAME_TYPE.HEADERS:
		case FRAME_TYPE.PUSH_PROMISE:
		case FRAME_TYPE.CONTINUATION:
			return headerBlocks === "keep" ? head.bytes : 0;
		case FRAME_TYPE.GOAWAY:
			return Math.min(head.bytes, GOAWAY_BYTES + MAX_DEBUG_BYTES);
		default:
			return head.frameType > FRAME_TYPE.CONTINUATION ? 0 : head.bytes;
	}
}
