import type { Frame } from "./frame.ts";
import type {
	OpenStream,
	TransportChoice,
	TransportFact,
} from "./transport.ts";

/** Metadata as sent and received; `-bin` values are base64 text here. Keys are lower case, values keep their order. */
export type Metadata = readonly (readonly [key: string, value: string])[];

/** The end of an RPC as the server, or the channel on its behalf, stated it. */
export type RpcStatus = {
	/** 0–16. */
	readonly code: number;
	/** OK, NOT_SERVING … by the canonical upper snake name: `UNAVAILABLE`. */
	readonly name: string;
	readonly message: string;
	/** The server's words that end a message of the channel, between quotation marks, which may be anybody's data. Missing where it quotes none. */
	readonly quoted?: string | undefined;
	/** google.rpc.Status from `grpc-status-details-bin`, undecoded. */
	readonly details: Uint8Array | undefined;
	/** Whether the server said it (trailers seen) or the channel made it up (connection lost, deadline). */
	readonly source: "server" | "channel";
};

export type CallOptions = {
	readonly metadata?: Metadata | undefined;
	/** Milliseconds from the start of the call; sent as grpc-timeout and enforced here. */
	readonly deadlineMs?: number;
	/** When it began, by performance.now(), where it is made a second time. Default now. */
	readonly beganMs?: number;
	readonly signal?: AbortSignal | undefined;
	/** Default the channel's; may be more than that. */
	readonly maxReceiveBytes?: number;
	readonly compress?: "gzip" | "identity";
};

export type UnaryResult = {
	readonly status: RpcStatus;
	readonly headers: Metadata;
	readonly trailers: Metadata;
	/** Undefined when the status is not OK. */
	readonly response: Uint8Array | undefined;
	/** From sending the request to the status, on a connection already open. */
	readonly latencyMs: number;
};

/** A call under way, of any of the four kinds. Bytes are message bodies, without the gRPC frame. */
export type Call = {
	/** Resolves when the message was handed to HTTP/2 flow control; so awaiting it is backpressure. At once when the call is over. */
	send(message: Uint8Array): Promise<void>;
	closeSend(): void;
	readonly headers: Promise<Metadata>;
	/**
	 * For one reader. Ends after the last message; never throws: the outcome is in `status`. Slow readers slow the server, and what
	 * came before an error is still given. Leaving before the end cancels the call.
	 */
	readonly responses: AsyncIterable<Uint8Array>;
	/** Does not wait for the reader, save for compressed messages: whether they can be expanded is part of the outcome. */
	readonly status: Promise<RpcStatus>;
	readonly trailers: Promise<Metadata>;
	/** Whether it is over and the server has certainly not looked at it, so that any client makes it again by itself (gRFC A6). */
	isUnseen(): boolean;
	cancel(): void;
};

/** One HTTP/2 session to one server. It does not reconnect by itself: when it ends, `closed` says why. */
export type Channel = {
	readonly transport: TransportFact;
	/** Milliseconds each step of opening took. */
	readonly timings: {
		readonly streamMs: number;
		readonly tlsMs: number | undefined;
		readonly settingsMs: number;
	};
	/** `path` is `/package.Service/Method`. Never rejects for what a server does: the status tells. */
	unary(
		path: string,
		request: Uint8Array,
		options?: CallOptions,
	): Promise<UnaryResult>;
	/** @throws PluginError `bad-input` for a path or metadata that cannot be sent; `unary` rejects with it. */
	call(path: string, options?: CallOptions): Call;
	/** Whether a new call would go out: not after a GOAWAY, though calls under way go on, nor after the end. */
	takesCalls(): boolean;
	/**
	 * Resolves with the server's GOAWAY, or the end. A server that stops in good order waits for the calls under way: one without an end of
	 * its own, like a Watch, is to be cancelled then, as clients do (grpc-go's GracefulStop would wait for good).
	 */
	readonly goingAway: Promise<void>;
	/** How many calls the server takes at a time (SETTINGS_MAX_CONCURRENT_STREAMS); more wait here for others to end. */
	callLimit(): number;
	/** Resolves when the session has ended, with the reason: our own close, GOAWAY then end, cut, refused. */
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
	/** `:authority` pseudo-header, and the name to verify a certificate against unless serverName is set. */
	readonly authority: string;
	/** Milliseconds for stream, TLS and the server's SETTINGS together. */
	readonly connectTimeoutMs: number;
	/** What gives a slow server more time, for hints. Default: `--connect-timeout 30s`. */
	readonly moreTime?: string | undefined;
	/** Gives up the opening, and later closes the channel. */
	readonly signal: AbortSignal;
	/** Default: the plugin's own. */
	readonly userAgent?: string;
	/** Sends a PING this often while calls are under way (gRFC A8); unanswered for 20 s it ends the channel. Default: none. */
	readonly keepaliveTimeMs?: number;
	/** Default 4 MiB, as every gRPC implementation has it. */
	readonly maxReceiveBytes?: number;
	/** Passive wire tap: every frame of both directions, in the clear. Must not throw and must be quick. */
	readonly onFrame?: (frame: Frame) => void;
	/** `keep` gives `onFrame` the HPACK fragments of header frames, for a trace. Default `drop`. */
	readonly headerBlocks?: "keep" | "drop";
	/** Milliseconds since the epoch, for a certificate's days left. Default Date.now. */
	readonly now?: () => number;
};
