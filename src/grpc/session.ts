import {
	type ClientHttp2Session,
	type ClientHttp2Stream,
	connect,
	type OutgoingHttpHeaders,
} from "node:http2";
import type { Duplex } from "node:stream";
import type { ChannelEnd, RpcStatus } from "./channel.ts";
import { endError, endOf, goawayStatus } from "./channel-end.ts";
import { http2ErrorName } from "./http2-names.ts";
import type { WireTap } from "./wire-tap.ts";

/**
 * Maximum unread bytes of one stream. HTTP/2's default of 64 KiB would limit a stream to a few MiB/s through a tunnel with 20 ms of
 * round trip. This value bounds the memory for a slow reader.
 */
const STREAM_WINDOW_BYTES = 1024 * 1024;
/** Maximum unread bytes of all streams together, so that some slow readers do not block the others. */
const CONNECTION_WINDOW_BYTES = 4 * STREAM_WINDOW_BYTES;

/**
 * Maximum bytes of one header block. Node's defaults of 64 KiB and 128 fields are less than grpc-go accepts, and exceeding them fails
 * the call. nghttp2 accepts at most 64 KiB a field and nine frames a block, whatever this value.
 */
export const MAX_HEADER_LIST_BYTES = 256 * 1024;
const MAX_HEADER_FIELDS = 10_000;
/** Error codes of RFC 9113 section 7. */
const NO_ERROR = 0;
const REFUSED_STREAM = 7;

/** One HTTP/2 session over one stream. It never reconnects. */
export type Session = {
	/** Resolves when the server's SETTINGS have come. Rejects when the session ends before. */
	readonly ready: Promise<void>;
	/** Whether the session is over, even if `ended` has not resolved yet. */
	readonly isOver: () => boolean;
	/** Whether a request may still be made. After a GOAWAY it may not, though calls under way continue. */
	readonly takesCalls: () => boolean;
	/** Resolves when the server has sent a GOAWAY, or the session has ended. */
	readonly goingAway: Promise<void>;
	/** The number of concurrent streams that the server accepts. */
	readonly streamLimit: () => number;
	/** Maximum size of a request's header fields in bytes, counted as in RFC 9113 section 6.5.2. */
	readonly headerLimitBytes: () => number;
	readonly ended: Promise<ChannelEnd>;
	/** Opens a stream. @throws when the session takes no more, and for header fields that HTTP/2 forbids */
	readonly request: (headers: OutgoingHttpHeaders) => ClientHttp2Stream;
	/** Whether the server has certainly not looked at a stream that is over: RFC 9113 section 8.7. */
	readonly isUnprocessed: (stream: ClientHttp2Stream) => boolean;
	/** The status of a stream after the last one of a GOAWAY; undefined for any other stream. */
	readonly statusBeyondGoaway: (
		stream: ClientHttp2Stream,
	) => RpcStatus | undefined;
	/** The status of a call that comes after the server's GOAWAY; undefined before that. */
	readonly goawayStatus: () => RpcStatus | undefined;
	/** Sends a PING. Resolves to the round trip in milliseconds. */
	readonly ping: () => Promise<number>;
	/** Ends the session at once, with a GOAWAY. `lost` is the reason, unless this side closes it on purpose. */
	readonly close: (lost?: Error) => void;
};

/** Starts HTTP/2 as a client over `stream`. `tap` sees the clear-text bytes. */
export function startSession(stream: Duplex, tap: WireTap): Session {
	let closing: ChannelEnd | undefined;
	let failure: Error | undefined;
	const session = connect("http://server", {
		createConnection: () => stream,
		settings: {
			enablePush: false,
			initialWindowSize: STREAM_WINDOW_BYTES,
			maxHeaderListSize: MAX_HEADER_LIST_BYTES,
		},
		maxHeaderListPairs: MAX_HEADER_FIELDS,
		// The server decides how much metadata is too much (as in grpc-js).
		maxSendHeaderBlockLength: Number.MAX_SAFE_INTEGER,
		// Node degrades badly at its own limit of 10 MB. Windows and message sizes are bounded instead (as in grpc-js).
		maxSessionMemory: Number.MAX_SAFE_INTEGER,
	});
	session.on("error", (error) => {
		failure ??= error;
	});
	tap.onGoawaySent(({ errorCode }) => {
		if (errorCode !== NO_ERROR) closeAfterError(session, errorCode);
	});
	const ended = new Promise<ChannelEnd>((resolve) => {
		session.once("close", () => {
			stream.destroy();
			resolve(closing ?? endOf(tap, stream.errored ?? failure));
		});
	});
	const goingAway = new Promise<void>((resolve) => {
		session.once("goaway", () => resolve());
		void ended.then(() => resolve());
	});
	return {
		ready: settingsOf(session, ended),
		isOver: () => session.destroyed,
		takesCalls: () => !session.closed && !session.destroyed,
		goingAway,
		streamLimit: () => session.remoteSettings.maxConcurrentStreams ?? Infinity,
		headerLimitBytes: () =>
			session.remoteSettings.maxHeaderListSize ?? Infinity,
		ended,
		request: (headers) => session.request(headers, { endStream: false }),
		isUnprocessed: (stream) => isUnprocessed(stream, tap),
		statusBeyondGoaway: (stream) => statusBeyondGoaway(stream, tap),
		goawayStatus: () => goawayStatus(tap),
		ping: () => ping(session),
		close(lost) {
			closing ??= lost
				? { kind: "lost", error: lost }
				: { kind: "closed-here" };
			session.destroy();
		},
	};
}

/**
 * Closes a session that nghttp2 has given up: RFC 9113 section 5.4.1 demands it after a GOAWAY with an error. Node.js before 22.23 and
 * 24.16 leaves it open, and calls without a deadline would wait forever. Later ones report it, as here, before the next turn.
 */
function closeAfterError(session: ClientHttp2Session, errorCode: number): void {
	const broken = Object.assign(new Error(http2ErrorName(errorCode)), {
		code: "ERR_HTTP2_ERROR",
	});
	setImmediate(() => {
		if (!session.destroyed) session.destroy(broken);
	});
}

function isUnprocessed(stream: ClientHttp2Stream, tap: WireTap): boolean {
	// A stream without an id has not left this side.
	return (
		stream.id === undefined ||
		stream.rstCode === REFUSED_STREAM ||
		statusBeyondGoaway(stream, tap) !== undefined
	);
}

function statusBeyondGoaway(
	{ id = 0 }: ClientHttp2Stream,
	tap: WireTap,
): RpcStatus | undefined {
	const last = tap.goaway()?.lastStreamId ?? Number.POSITIVE_INFINITY;
	return id > last ? goawayStatus(tap) : undefined;
}

function settingsOf(
	session: ClientHttp2Session,
	ended: Promise<ChannelEnd>,
): Promise<void> {
	const ready = new Promise<void>((resolve, reject) => {
		session.once("remoteSettings", () => {
			if (!session.destroyed)
				session.setLocalWindowSize(CONNECTION_WINDOW_BYTES);
			resolve();
		});
		void ended.then((end) => reject(endError(end)));
	});
	ready.catch(() => {});
	return ready;
}

function ping(session: ClientHttp2Session): Promise<number> {
	return new Promise((resolve, reject) => {
		if (session.destroyed) return reject(new Error("the session has ended"));
		session.ping((error, durationMs) =>
			error ? reject(error) : resolve(durationMs),
		);
	});
}
