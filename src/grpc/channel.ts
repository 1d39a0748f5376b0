import type { Frame } from "./frame.ts";
import type {
	OpenStream,
	TransportChoice,
	TransportFact,
} from "./transport.ts";

/** Metadata as sent and received. Values of `-bin` keys are base64 text. Keys are lower case, values keep their order. */
export type Metadata = readonly (readonly [key: string, value: string])[];

/** The end of an RPC, as stated by the server, or by the channel in its place. */
export type RpcStatus = {
	/** 0–16. */
	readonly code: number;
	/** The canonical upper snake name: `OK`, `UNAVAILABLE`. */
	readonly name: string;
	readonly message: string;
	/**
	 * The server's words at the end of a message of the channel, between quotation marks. They may be anybody's data. Missing when the
	 * message quotes none.
	 */
	readonly quoted?: string | undefined;
	/** google.rpc.Status from `grpc-status-details-bin`, undecoded. */
	readonly details: Uint8Array | undefined;
	/** Whether the server sent it (trailers seen) or the channel decided it (connection lost, deadline). */
	readonly source: "server" | "channel";
};

export type CallOptions = {
	readonly metadata?: Metadata | undefined;
	/** Milliseconds from the start of the call; sent as grpc-timeout and enforced here. */
	readonly deadlineMs?: number;
	/** The start of the call on performance.now(), for a call that is repeated. Default: now. */
	readonly beganMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Default: the channel's. It may be larger than that. */
	readonly maxReceiveBytes?: number;
	readonly compress?: "gzip" | "identity";
};

export type UnaryResult = {
	readonly status: RpcStatus;
	readonly headers: Metadata;
	readonly trailers: Metadata;
	/** Undefined when the status is not OK. */
	readonly response: Uint8Array | undefined;
	/** Milliseconds from sending the request to the status, on an open connection. */
	readonly latencyMs: number;
};

/** A call under way, of any of the four kinds. Bytes are message bodies, without the gRPC frame. */
export type Call = {
	/** Resolves when HTTP/2 flow control has accepted the message, which gives backpressure, or at once when the call is over. */
	send(message: Uint8Array): Promise<void>;
	closeSend(): void;
	readonly headers: Promise<Metadata>;
	/**
	 * For one reader. Ends after the last message and never throws; `status` has the outcome. A slow reader slows down the server.
	 * Messages before an error are still yielded. Leaving before the end cancels the call.
	 */
	readonly responses: AsyncIterable<Uint8Array>;
	/** Does not wait for the reader, except for compressed messages: whether they can be expanded is part of the outcome. */
	readonly status: Promise<RpcStatus>;
	readonly trailers: Promise<Metadata>;
	/** Whether the call is over and the server has certainly not looked at it, so that a client may repeat it (gRFC A6). */
	isUnprocessed(): boolean;
	cancel(): void;
};

/** One HTTP/2 session with one server. It does not reconnect; `closed` says why it ended. */
export type Channel = {
	readonly transport: TransportFact;
	/** Milliseconds of each step of opening. */
	readonly timings: {
		readonly streamMs: number;
		readonly tlsMs: number | undefined;
		readonly settingsMs: number;
	};
	/** `path` is `/package.Service/Method`. Never rejects for what a server does; the result has the status. */
	unary(
		path: string,
		request: Uint8Array,
		options?: CallOptions,
	): Promise<UnaryResult>;
	/** @throws PluginError `bad-input` for a path or metadata that cannot be sent; `unary` rejects with it. */
	call(path: string, options?: CallOptions): Call;
	/** Whether the channel accepts a new call. It does not after the end, or after a GOAWAY, though calls under way continue. */
	takesCalls(): boolean;
	/**
	 * Resolves with the server's GOAWAY, or the end. A server that stops gracefully waits for the calls under way. A call without an end
	 * of its own, like a Watch, must be cancelled then, as clients do (grpc-go's GracefulStop would wait for ever).
	 */
	readonly goingAway: Promise<void>;
	/** The number of concurrent calls that the server accepts (SETTINGS_MAX_CONCURRENT_STREAMS). Further calls wait here. */
	callLimit(): number;
	/** Resolves with the reason when the session has ended: our own close, GOAWAY then end, cut, refused. */
	readonly closed: Promise<ChannelEnd>;
	close(): void;
};

export type ChannelEnd =
	| { readonly kind: "closed-here" }
	| {
			readonly kind: "goaway";
			readonly code: number;
			readonly lastStreamId: number;
			readonly debug: string;
	  }
	| { readonly kind: "lost"; readonly error: Error };

export type ChannelOptions = {
	readonly open: OpenStream;
	readonly transport: TransportChoice;
	/** The `:authority` pseudo-header, and the name to verify in a certificate unless serverName is set. */
	readonly authority: string;
	/** Milliseconds for stream, TLS and the server's SETTINGS together. */
	readonly connectTimeoutMs: number;
	/** The flag that gives a slow server more time, for hints. Default: `--connect-timeout 30s`. */
	readonly moreTime?: string | undefined;
	/** Ends the opening, and later closes the channel. */
	readonly signal: AbortSignal;
	/** Default: the plugin's own. */
	readonly userAgent?: string;
	/** Milliseconds between PINGs while calls are under way (gRFC A8). A PING unanswered for 20 s ends the channel. Default: none. */
	readonly keepaliveTimeMs?: number;
	/** Default 4 MiB, as in every gRPC implementation. */
	readonly maxReceiveBytes?: number;
	/** Passive wire tap: receives every frame of both directions, in clear text. It must not throw and must be fast. */
	readonly onFrame?: (frame: Frame) => void;
	/** `keep` passes the HPACK fragments of header frames to `onFrame`, for a trace. Default `drop`. */
	readonly headerBlocks?: "keep" | "drop";
	/** Milliseconds since the epoch, for a certificate's days left. Default Date.now. */
	readonly now?: () => number;
};
