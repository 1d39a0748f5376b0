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

/** Gives the canonical name of a status code; a code outside 0–16 is UNKNOWN. */
export function statusName(code: number): StatusName {
	return NAMES[code] ?? "UNKNOWN";
}

/** Gives the code of a canonical name. */
export function statusCode(name: StatusName): number {
	return NAMES.indexOf(name);
}

/** A status that the channel makes up on the server's behalf: no trailers were seen. */
export function channelStatus(name: StatusName, message: string): RpcStatus {
	return {
		code: statusCode(name),
		name,
		message,
		details: undefined,
		source: "channel",
	};
}

/** A status that the channel makes up, with what the server said in its place, if it said anything. */
export function quotingStatus(
	name: StatusName,
	text: string,
	quoted: string,
): RpcStatus {
	const status = channelStatus(name, quoting(text, quoted));
	return quoted === "" ? status : { ...status, quoted };
}

/** What a call ends with that finds no connection: what a gRPC client says then. */
export function refusalStatus({ message, quoted }: PluginError): RpcStatus {
	return { ...channelStatus("UNAVAILABLE", message), quoted };
}

/** A text with the words of a server behind it, if there are any. */
export function quoting(text: string, words: string): string {
	return words === "" ? text : `${text}, "${words}"`;
}

/** What is said of a stream that the server reset with CANCEL; grpc-js has other words for INTERNAL_ERROR. */
export const RESET_WITH_CANCEL = "the server reset the stream with CANCEL";
/** Of a server that had sent a GOAWAY and waits no longer: grpc-java's shutdownNow, Spring's after its grace. */
export const RESET_AFTER_GOAWAY = `${RESET_WITH_CANCEL}, after its GOAWAY`;
const RESET_WITH_INTERNAL_ERROR = "Received RST_STREAM with code 2 (";

/** Who says what of a call's end. */
export type Saying = Pick<RpcStatus, "source" | "message">;

/** Whether the channel made a status up with a message that begins so. */
export function channelSays(
	{ source, message }: Saying,
	beginning: string,
): boolean {
	return source === "channel" && message.startsWith(beginning);
}

/** Whether the server gave the call up without a status, by CANCEL or INTERNAL_ERROR. */
export function isReset(status: Saying): boolean {
	return (
		channelSays(status, RESET_WITH_CANCEL) ||
		channelSays(status, RESET_WITH_INTERNAL_ERROR)
	);
}

/** Gives the status for an HTTP status other than 200 that came without one of gRPC (grpc/grpc doc/http-grpc-status-mapping.md). */
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
 * Undoes the percent-encoding of `grpc-message` (PROTOCOL-HTTP2.md, "Responses"); what is no valid encoding stays as it is.
 * decodeURI, which grpc-js uses, leaves `%3F` and `%23` alone, and tonic sends these.
 */
export function decodeMessage(encoded: string): string {
	return encoded.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
		Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"),
	);
}

/**
 * Gives the status that trailers state. A `grpc-status` that is no code of the list becomes UNKNOWN,
 * as grpc/grpc doc/PROTOCOL-HTTP2.md asks of clients, with what the server sent in the message.
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
