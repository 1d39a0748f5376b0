import type { Metadata, RpcStatus } from "../../grpc/channel.ts";

/** What is seen of one call, in its order. Milliseconds are counted from its start. */
export type CallFact =
	| { readonly kind: "headers"; readonly metadata: Metadata }
	| {
			readonly kind: "response";
			readonly body: Body;
			readonly atMs: number;
	  }
	| CallEnd;

/** A message, serialized; or what stands for one in a recording without payloads. */
export type Body = Uint8Array | WithheldBody;

export type WithheldBody = {
	/** Bytes. */
	readonly length: number;
	/** Equal for equal messages of one recording. */
	readonly digest: string;
};

/** Why a call ended: `limit` when it was cancelled here as enough had come, `interrupted` when by whoever looked on. */
export type EndReason = "status" | "limit" | "interrupted";

/** What a server's reflection says of a method that it does not implement. */
export type Served =
	/** It was not asked, or said nothing. */
	| { readonly kind: "unknown" }
	| { readonly kind: "the-method" }
	| {
			readonly kind: "something-else";
			/** Which, and what is near the method's name, a line each. */
			readonly hint: readonly string[];
	  };

export const NOT_KNOWN: Served = { kind: "unknown" };

export type CallEnd = {
	readonly kind: "end";
	readonly status: RpcStatus;
	readonly trailers: Metadata;
	/** Messages sent and received. */
	readonly sent: number;
	readonly received: number;
	readonly atMs: number;
	readonly reason: EndReason;
	/** What was wrong with a request, which ended the call. */
	readonly fault: Error | undefined;
};
