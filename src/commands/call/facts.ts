import type { Metadata, RpcStatus } from "../../grpc/channel.ts";

/** The facts of one call, in the order in which they happen. Times are in milliseconds from the start of the call. */
export type CallFact =
	| { readonly kind: "headers"; readonly metadata: Metadata }
	| {
			readonly kind: "response";
			readonly body: Body;
			readonly atMs: number;
	  }
	| CallEnd;

/** A serialized message, or what replaces it in a recording without payloads. */
export type Body = Uint8Array | WithheldBody;

export type WithheldBody = {
	/** In bytes. */
	readonly length: number;
	/** The same for equal messages of one recording. */
	readonly digest: string;
};

/** Why a call ended. `limit`: it was cancelled here because enough responses had come. `interrupted`: the user cancelled it. */
export type EndReason = "status" | "limit" | "interrupted";

/** What a server's reflection says about a method that the server does not implement. */
export type Served =
	/** Reflection was not asked, or said nothing. */
	| { readonly kind: "unknown" }
	| { readonly kind: "the-method" }
	| {
			readonly kind: "something-else";
			/** What is missing, and names near it, one line each. */
			readonly hint: readonly string[];
	  };

export const NOT_KNOWN: Served = { kind: "unknown" };

export type CallEnd = {
	readonly kind: "end";
	readonly status: RpcStatus;
	readonly trailers: Metadata;
	/** The number of messages that were sent. */
	readonly sent: number;
	readonly received: number;
	readonly atMs: number;
	readonly reason: EndReason;
	/** The error in a request that ended the call. */
	readonly fault: Error | undefined;
};
