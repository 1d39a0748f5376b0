import { shortened } from "../../../cut-text.ts";
import type { Frame, FrameDirection } from "../../../grpc/frame.ts";
import {
	createHpackDecoder,
	type DecodedBlock,
	type HpackDecoder,
} from "../../../grpc/hpack/decoder.ts";
import { http2ErrorName, settingName } from "../../../grpc/http2-names.ts";
import { dim, type StyledText, strong } from "../../../render/span.ts";
import { redacted } from "../redact.ts";

/** The number of characters that are shown of a header's value. */
const SHOWN_VALUE = 200;
/**
 * The size at which a header block in several frames is decoded unfinished, in bytes: the limit that Node accepts from a
 * server. No server sends as much.
 */
const MAX_BLOCK_BYTES = 1024 * 1024;

/** Returns the lines of a trace for a frame. It is called for each frame of one connection, in order. */
type FrameTrace = (frame: Frame) => readonly StyledText[];

/** The header blocks of one direction. */
type Blocks = { readonly decode: HpackDecoder; parts: Uint8Array[] };

/** Starts the trace of a connection: a line for each frame, with its header fields below and without credentials. */
export function startTrace(): FrameTrace {
	const blocks: Readonly<Record<FrameDirection, Blocks>> = {
		sent: { decode: createHpackDecoder(), parts: [] },
		received: { decode: createHpackDecoder(), parts: [] },
	};
	let startMs: number | undefined;
	return (frame) => {
		startMs ??= frame.atMs;
		const arrow = frame.direction === "sent" ? "→" : "←";
		const stream = frame.streamId === 0 ? "" : ` stream ${frame.streamId}`;
		const time = `${(frame.atMs - startMs).toFixed(1)}ms`.padStart(10);
		return [
			[dim(time), ` ${arrow} `, strong(frame.type), stream, said(frame)],
			...headerLines(frame, blocks[frame.direction]),
		];
	};
}

function said(frame: Frame): string {
	const words = wordsOf(frame);
	if ("endStream" in frame && frame.endStream) words.push("END_STREAM");
	return words.length === 0 ? "" : ` ${words.join(" ")}`;
}

function wordsOf(frame: Frame): string[] {
	switch (frame.type) {
		case "DATA":
			return [`${frame.bytes} bytes`];
		case "HEADERS":
		case "CONTINUATION":
		case "PUSH_PROMISE":
		case "PRIORITY":
			return [];
		case "RST_STREAM":
			return [http2ErrorName(frame.errorCode)];
		case "SETTINGS":
			return frame.ack
				? ["ACK"]
				: frame.settings.map(([id, value]) => `${settingName(id)}=${value}`);
		case "PING":
			return frame.ack ? ["ACK"] : [];
		case "GOAWAY":
			return [
				http2ErrorName(frame.errorCode),
				`last stream ${frame.lastStreamId}`,
				...(frame.debug === "" ? [] : [JSON.stringify(frame.debug)]),
			];
		case "WINDOW_UPDATE":
			return [`+${frame.increment}`];
		case "UNKNOWN":
			return [`type ${frame.frameType}, ${frame.bytes} bytes`];
	}
}

function headerLines(frame: Frame, blocks: Blocks): readonly StyledText[] {
	if (!("endHeaders" in frame) || frame.block === undefined) return [];
	blocks.parts.push(frame.block);
	const bytes = blocks.parts.reduce((sum, part) => sum + part.length, 0);
	if (!frame.endHeaders && bytes <= MAX_BLOCK_BYTES) return [];
	const block = Buffer.concat(blocks.parts);
	blocks.parts = [];
	return fieldLines(blocks.decode(block));
}

function fieldLines(decoded: DecodedBlock): readonly StyledText[] {
	const indent = " ".repeat(13);
	if (decoded.kind === "broken")
		return [`${indent}(unreadable: ${decoded.reason})`];
	return redacted(decoded.fields).map(([name, value]) => [
		indent,
		dim(`${name}: `),
		shortened(value, SHOWN_VALUE),
	]);
}
