import { beginningOf } from "../cut-text.ts";
import type { PluginError } from "../errors.ts";
import type { RpcStatus } from "./channel.ts";

/** Canonical names by code (grpc/grpc doc/statuscodes.md). */
const NAMES = [
	"OK",
	"CANCELLED",
	"UNKNOWN",
	"INVALID_ARGUMENT",
	"DEADLINE_EXCEEDED",
	"NOT_FOUND",
	"ALREADY_EXISTS",
	"PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED",
	"FAILED_PRECONDITION",
	"ABORTED",
	"OUT_OF_RANGE",
	"UNIMPLEMENTED",
	"INTERNAL",
	"UNAVAILABLE",
	"DATA_LOSS",
	"UNAUTHENTICATED",
] as const;

export type StatusName = (typeof NAMES)[number];

/** Returns the canonical name of a status code. A code outside 0–16 is UNKNOWN. */
export function statusName(code: number): StatusName {
	return NAMES[code] ?? "UNKNOWN";
}

/** Returns the code of a canonical name. */
export function statusCode(name: StatusName): number {
	return NAMES.indexOf(name);
}

/** Creates a status of the channel, in place of the server's: no trailers were seen. */
export function channelStatus(name: StatusName, message: string): RpcStatus {
	return {
		code: statusCode(name),
		name,
		message,
		details: undefined,
		source: "channel",
	};
}

/** Creates a status of the channel that quotes what the server sent instead of a status, if it sent anything. */
export function quotingStatus(
	name: StatusName,
	text: string,
	quoted: string,
): RpcStatus {
	const status = channelStatus(name, quoting(text, quoted));
	return quoted === "" ? status : { ...status, quoted };
}

/** Returns the status of a call that finds no connection, the same as in any gRPC client. */
export function refusalStatus({ message, quoted }: PluginError): RpcStatus {
	return { ...channelStatus("UNAVAILABLE", message), quoted };
}

/** Joins a text and the words of a server, if there are any. */
export function quoting(text: string, words: string): string {
	return words === "" ? text : `${text}, "${words}"`;
}

/** The message for a stream that the server reset with CANCEL. For INTERNAL_ERROR, grpc-js has other words. */
export const RESET_WITH_CANCEL = "the server reset the stream with CANCEL";
/** The message for a server that had sent a GOAWAY and stops waiting: grpc-java's shutdownNow, Spring's after its grace period. */
export const RESET_AFTER_GOAWAY = `${RESET_WITH_CANCEL}, after its GOAWAY`;
const RESET_WITH_INTERNAL_ERROR = "Received RST_STREAM with code 2 (";

/** The source and the message of a call's end. */
export type StatusText = Pick<RpcStatus, "source" | "message">;

/** Whether a status comes from the channel and its message begins with this text. */
export function isChannelStatus(
	{ source, message }: StatusText,
	beginning: string,
): boolean {
	return source === "channel" && message.startsWith(beginning);
}

/** Whether the server gave up the call without a status, by CANCEL or INTERNAL_ERROR. */
export function isReset(status: StatusText): boolean {
	return (
		isChannelStatus(status, RESET_WITH_CANCEL) ||
		isChannelStatus(status, RESET_WITH_INTERNAL_ERROR)
	);
}

/** Returns the status for an HTTP status other than 200 without a gRPC status (grpc/grpc doc/http-grpc-status-mapping.md). */
export function statusOfHttp(httpStatus: number): StatusName {
	switch (httpStatus) {
		case 400:
			return "INTERNAL";
		case 401:
			return "UNAUTHENTICATED";
		case 403:
			return "PERMISSION_DENIED";
		case 404:
			return "UNIMPLEMENTED";
		case 429:
		case 502:
		case 503:
		case 504:
			return "UNAVAILABLE";
		default:
			return "UNKNOWN";
	}
}

/**
 * Decodes the percent-encoding of `grpc-message` (PROTOCOL-HTTP2.md, "Responses"). Invalid encoding stays unchanged. decodeURI, which
 * grpc-js uses, does not decode `%3F` and `%23`, and tonic sends these.
 */
export function decodeMessage(encoded: string): string {
	return encoded.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
		Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
	);
}

/**
 * Returns the status in trailers. A `grpc-status` that is no known code becomes UNKNOWN, as grpc/grpc doc/PROTOCOL-HTTP2.md requires of
 * clients, with the server's text in the message.
 */
export function serverStatus(
	grpcStatus: string,
	message: string,
	details: Uint8Array | undefined,
): RpcStatus {
	const code = /^\d{1,2}$/.test(grpcStatus) ? Number(grpcStatus) : -1;
	const known = code >= 0 && code < NAMES.length;
	return {
		code: known ? code : statusCode("UNKNOWN"),
		name: known ? statusName(code) : "UNKNOWN",
		message: known ? message : unknownCode(grpcStatus, message),
		details,
		source: "server",
	};
}

const MAX_SHOWN_CODE_CHARACTERS = 40;

function unknownCode(grpcStatus: string, message: string): string {
	const shown = beginningOf(grpcStatus, MAX_SHOWN_CODE_CHARACTERS);
	const said = `the server sent grpc-status "${shown}", which is no status code`;
	return message === "" ? said : `${said}: ${message}`;
}
