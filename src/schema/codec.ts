import type { DescMessage, Registry } from "@bufbuild/protobuf";

/** How messages are written for people: ProtoJSON, protobuf's text format, or the bytes themselves. */
export type MessageFormat = "json" | "text" | "binary";

export type RequestOptions = {
	readonly format: MessageFormat;
	/** Resolves Any and extensions. */
	readonly registry: Registry;
	/** Asks for packed types that the registry lacks; gives whether it has any of them then. */
	readonly learn?: (names: ReadonlySet<string>) => Promise<"some" | "none">;
	readonly unknownFields: "refuse" | "allow";
	/** Name of the input for error messages: `-d`, `stdin`, a file. */
	readonly origin: string;
};

/**
 * Reads messages from text as it comes: concatenated or newline-separated JSON, text format split by 0x1E; binary input is one
 * message. Each is given, serialized, as soon as it is complete. Empty input gives none.
 * Throws PluginError `bad-input` with line, column and the field it was in; messages before the fault have been given by then.
 */
type RequestReader = (
	input: AsyncIterable<Uint8Array>,
) => AsyncIterable<Uint8Array>;

/** Makes a reader of requests for a method's input type. */
export type CreateRequestReader = (
	input: DescMessage,
	options: RequestOptions,
) => RequestReader;

export type ResponseOptions = {
	readonly format: MessageFormat;
	readonly registry: Registry;
	readonly defaults: "omit" | "emit";
	readonly fieldNames: "json" | "proto";
	readonly enums: "names" | "numbers";
	/** `lines` indents by two spaces; `compact` is one line a message. */
	readonly layout: "lines" | "compact";
};

/** A response for people, or why its bytes are no message of the type promised. Text is not escaped for a terminal yet. */
export type WrittenResponse =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "bytes"; readonly bytes: Uint8Array }
	| { readonly kind: "undecodable"; readonly reason: string };

/** Makes a writer of responses for a method's output type. It never throws. */
export type CreateResponseWriter = (
	output: DescMessage,
	options: ResponseOptions,
) => (body: Uint8Array) => WrittenResponse;
