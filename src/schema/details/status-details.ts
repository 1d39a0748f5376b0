import type { JsonValue } from "@bufbuild/protobuf";

/**
 * What a server says about a failure besides its code and message: google.rpc.Status in the trailer `grpc-status-details-bin`.
 */
export type StatusDetails =
	| {
			readonly kind: "status";
			/** Equals `grpc-status` if the server is consistent. */
			readonly code: number;
			readonly message: string;
			readonly details: readonly StatusDetail[];
	  }
	/** The trailer's value is no google.rpc.Status. */
	| {
			readonly kind: "undecodable";
			readonly reason: string;
			readonly base64: string;
	  };

/** One message of the details. */
export type StatusDetail = DetailFacts & {
	readonly typeUrl: string;
	/** The message as JSON, with `@type`. It has `@error` and `@value` where the type is unknown or the bytes are invalid. */
	readonly json: JsonValue;
};

/** The content of a detail: a message of google/rpc/error_details.proto, or another one. */
export type DetailFacts =
	| {
			readonly kind: "bad-request";
			readonly violations: readonly FieldViolation[];
	  }
	| { readonly kind: "retry-info"; readonly delayMs: number | undefined }
	| {
			readonly kind: "debug-info";
			readonly stack: readonly string[];
			readonly detail: string;
	  }
	| {
			readonly kind: "error-info";
			readonly reason: string;
			readonly domain: string;
			readonly metadata: Readonly<Record<string, string>>;
	  }
	| {
			readonly kind: "quota-failure";
			readonly violations: readonly QuotaViolation[];
	  }
	| {
			readonly kind: "precondition-failure";
			readonly violations: readonly PreconditionViolation[];
	  }
	| {
			readonly kind: "resource-info";
			readonly type: string;
			readonly name: string;
			readonly owner: string;
			readonly description: string;
	  }
	| { readonly kind: "help"; readonly links: readonly HelpLink[] }
	| {
			readonly kind: "localized-message";
			readonly locale: string;
			readonly message: string;
	  }
	| {
			readonly kind: "request-info";
			readonly requestId: string;
			readonly servingData: string;
	  }
	/** A message of another type that the server's schema has. */
	| { readonly kind: "message"; readonly typeName: string }
	/** A message whose type is unknown or whose bytes are invalid. */
	| { readonly kind: "unknown"; readonly base64: string };

type FieldViolation = {
	readonly field: string;
	readonly description: string;
	readonly reason: string;
};

type QuotaViolation = {
	readonly subject: string;
	readonly description: string;
};

type PreconditionViolation = {
	readonly type: string;
	readonly subject: string;
	readonly description: string;
};

type HelpLink = { readonly description: string; readonly url: string };
