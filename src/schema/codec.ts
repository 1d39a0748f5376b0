import type { DescMessage, Registry } from "@bufbuild/protobuf";

/** How messages are written: as ProtoJSON, as protobuf's text format, or as their bytes. */
export type MessageFormat = "json" | "text" | "binary";

export type RequestOptions = {
	readonly format: MessageFormat;
	/** Resolves the types of Any and of extensions. */
	readonly registry: Registry;
	/** Asks the schema's source for packed types that the registry lacks. Resolves to whether the registry now has any of them. */
	readonly learn?: (names: ReadonlySet<string>) => Promise<"some" | "none">;
	readonly unknownFields: "refuse" | "allow";
	/** Name of the input in error messages: `-d`, `stdin`, a file. */
	readonly origin: string;
};

/**
 * Reads messages from a stream of bytes. JSON values follow each other with or without newlines, messages in text format are
 * split by 0x1E, and a binary input is one message. The reader yields each message, serialized, as soon as it is complete; empty
 * input yields none.
 * Throws PluginError `bad-input` with line, column and field. The messages before the fault are yielded first.
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

/** A response to print, or why its bytes are no message of the expected type. The text is not yet escaped for a terminal. */
export type WrittenResponse =
	| { readonly kind: "text"; readonly text: string }
	| { readonly kind: "bytes"; readonly bytes: Uint8Array }
	| { readonly kind: "undecodable"; readonly reason: string };

/** Makes a writer of responses for a method's output type. It never throws. */
export type CreateResponseWriter = (
	output: DescMessage,
	options: ResponseOptions,
) => (body: Uint8Array) => WrittenResponse;
