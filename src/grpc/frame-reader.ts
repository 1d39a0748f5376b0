import type { Frame, FrameDirection } from "./frame.ts";
import { decodeFrame, type FrameHead, isWellFormed } from "./frame-decode.ts";

/** What a client sends first (RFC 9113 section 3.4). */
export const PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEAD_BYTES = 9;
const GOAWAY_BYTES = 8;
/** SETTINGS_MAX_FRAME_SIZE as it stands unless announced otherwise, and this client announces nothing else. */
const MAX_FRAME_BYTES = 16_384;
/** Of GOAWAY's debug data as much as a person reads; the rest is skipped. */
const MAX_DEBUG_BYTES = 1024;

type FrameReaderOptions = {
	readonly direction: FrameDirection;
	/** `keep` gives HEADERS, CONTINUATION and PUSH_PROMISE with their HPACK fragment. Default `drop`. */
	readonly headerBlocks?: "keep" | "drop";
	readonly onFrame: (frame: Frame) => void;
	/** Monotonic clock in milliseconds; performance.now by default. */
	readonly now?: () => number;
};

type Reading = FrameReaderOptions & {
	readonly head: Buffer;
	headBytes: number;
	prefaceBytesLeft: number;
	/** The frame whose payload is being read. */
	current: FrameHead | undefined;
	/** Room for the part of the payload that is evidence. */
	kept: Buffer;
	payloadBytes: number;
	framesRead: number;
	stopped: boolean;
};

/**
 * Reads the frames of one direction of an HTTP/2 connection (RFC 9113 section 4.1) from chunks cut anywhere.
 * It holds at most one frame's payload, and only where that is evidence. Malformed input ends the reading with one
 * UNKNOWN frame that carries a type of the standard (0–9); extension frames are UNKNOWN with a higher type and read on.
 */
export function createFrameReader(
	options: FrameReaderOptions,
): (chunk: Uint8Array) => void {
	const reading: Reading = {
		...options,
		head: Buffer.alloc(HEAD_BYTES),
		headBytes: 0,
		prefaceBytesLeft: options.direction === "sent" ? PREFACE.length : 0,
		current: undefined,
		kept: Buffer.alloc(0),
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
	const end = Math.min(chunk.length, from + HEAD_BYTES - reading.headBytes);
	reading.head.set(chunk.subarray(from, end), reading.headBytes);
	reading.headBytes += end - from;
	if (reading.headBytes === HEAD_BYTES) start(reading, parseHead(reading.head));
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
	reading.kept = Buffer.alloc(bytesToKeep(head, reading.headerBlocks));
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
	emit(
		reading,
		head,
		decodeFrame(head, reading.kept, reading.headerBlocks ?? "drop"),
	);
}

function emit(
	{ direction, onFrame, now = () => performance.now() }: Reading,
	{ streamId, bytes, flags }: FrameHead,
	body: ReturnType<typeof decodeFrame>,
): void {
	onFrame({ ...body, direction, streamId, bytes, flags, atMs: now() });
}

function parseHead(head: Buffer): FrameHead {
	return {
		bytes: head.readUIntBE(0, 3),
		frameType: head.readUInt8(3),
		flags: head.readUInt8(4),
		streamId: head.readUInt32BE(5) & 0x7fff_ffff,
	};
}

/** A side's first frame is SETTINGS (RFC 9113 section 3.4): all else is another protocol. */
function isPlausible(head: FrameHead, { framesRead }: Reading): boolean {
	if (framesRead === 0 && head.frameType !== 4) return false;
	return head.bytes <= MAX_FRAME_BYTES && isWellFormed(head);
}

function bytesToKeep(
	head: FrameHead,
	headerBlocks: "keep" | "drop" | undefined,
): number {
	switch (head.frameType) {
		case 0: // DATA
			return 0;
		case 1: // HEADERS
		case 5: // PUSH_PROMISE
		case 9: // CONTINUATION
			return headerBlocks === "keep" ? head.bytes : 0;
		case 7: // GOAWAY
			return Math.min(head.bytes, GOAWAY_BYTES + MAX_DEBUG_BYTES);
		default:
			return head.frameType > 9 ? 0 : head.bytes;
	}
}
