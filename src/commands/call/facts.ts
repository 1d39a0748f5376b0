import type { Metadata, RpcStatus } from "../../grpc/channel.ts";

/** What is seen of one call, in its order. Milliseconds are counted from its start. */
export type CallFact =
	| { readonly kind: "headers"; readonly metadata: Metadata }
	| {
			readonly kind: "response";
			/** The message, serialized. */
			readonly body: Uint8Array;
			readonly atMs: number;
	  }
	| CallEnd;

export type CallEnd = {
	readonly kind: "end";
	readonly status: RpcStatus;
	readonly trailers: Metadata;
	/** Messages sent and received. */
	readonly sent: number;
	readonly received: number;
	readonly atMs: number;
	/** `limit`: it was cancelled here as enough had come. */
	readonly reason: "status" | "limit";
	/** What was wrong with a request, which ended the call. */
	readonly fault: Error | undefined;
};
