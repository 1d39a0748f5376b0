/** Which side sent a frame. */
export type FrameDirection = "sent" | "received";

type FrameHead = {
	readonly direction: FrameDirection;
	readonly streamId: number;
	/** Payload length in bytes. */
	readonly bytes: number;
	readonly flags: number;
	/** Milliseconds on the monotonic clock (performance.now). */
	readonly atMs: number;
};

/** One HTTP/2 frame as seen by the wire tap (RFC 9113 section 6). Payloads are decoded only for frames that are evidence. */
export type Frame = FrameHead &
	(
		| { readonly type: "DATA"; readonly endStream: boolean }
		| {
				readonly type: "HEADERS" | "CONTINUATION" | "PUSH_PROMISE";
				readonly endStream: boolean;
				readonly endHeaders: boolean;
				/** HPACK block fragment, bounded. Set only when the tap keeps header blocks. */
				readonly block: Uint8Array | undefined;
		  }
		| { readonly type: "PRIORITY" }
		| { readonly type: "RST_STREAM"; readonly errorCode: number }
		| {
				readonly type: "SETTINGS";
				readonly ack: boolean;
				readonly settings: readonly (readonly [id: number, value: number])[];
		  }
		| { readonly type: "PING"; readonly ack: boolean; readonly opaque: string }
		| {
				readonly type: "GOAWAY";
				readonly lastStreamId: number;
				readonly errorCode: number;
				readonly debug: string;
		  }
		| { readonly type: "WINDOW_UPDATE"; readonly increment: number }
		| { readonly type: "UNKNOWN"; readonly frameType: number }
	);
