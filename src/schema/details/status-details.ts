import type { JsonValue } from "@bufbuild/protobuf";

/** What a server says about a failure besides code and message: google.rpc.Status in the trailer `grpc-status-details-bin`. */
export type StatusDetails =
	| {
			readonly kind: "status";
			/** As in `grpc-status`, if the server is consistent. */
			readonly code: number;
			readonly message: string;
			readonly details: readonly StatusDetail[];
	  }
	/** The trailer is no google.rpc.Status. */
	| {
			readonly kind: "undecodable";
			readonly reason: string;
			readonly base64: string;
	  };

/** One message of the details. */
export type StatusDetail = DetailFacts & {
	readonly typeUrl: string;
	/** The message as JSON, with `@type`; with `@error` and `@value` when its type or its bytes are not understood. */
	readonly json: JsonValue;
};

/** What google/rpc/error_details.proto defines, and what others do. */
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
	/** A message whose type the server's schema has. */
	| { readonly kind: "message"; readonly typeName: string }
	/** A message of a type that nobody knows, or whose bytes are not of its type. */
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
