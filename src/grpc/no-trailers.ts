import type { IncomingHttpHeaders } from "node:http2";
import type { RpcStatus } from "./channel.ts";
import {
	channelStatus,
	decodeMessage,
	isChannelStatus,
	quotingStatus,
	type StatusName,
	type StatusText,
	serverStatus,
} from "./status.ts";

/** These are grpc-go's words, for which users search. */
const NO_TRAILERS = "server closed the stream without sending trailers";
/** The beginning of a message that ends with the name of the status in the headers. */
const HEADERS_SAY = `${NO_TRAILERS}; its headers say `;

/**
 * Returns the status of a call whose stream was not ended by a header block. A status in `opening`, the block that began the response,
 * is not valid (PROTOCOL-HTTP2.md, "Trailers-Only"), but it shows what the server meant. Tomcat sends its status there, before an empty
 * DATA frame.
 */
export function withoutTrailers(
	opening: IncomingHttpHeaders | undefined,
): RpcStatus {
	const stated = opening?.["grpc-status"];
	if (stated === undefined) return channelStatus("INTERNAL", NO_TRAILERS);
	const said = decodeMessage(String(opening?.["grpc-message"] ?? ""));
	const { name, message } = serverStatus(String(stated), said, undefined);
	return quotingStatus("INTERNAL", HEADERS_SAY + name, message);
}

/** Why such a status is not the call's status. */
export const IN_HEADERS_HINT =
	"grpc-go and others take a status only from the header fields that end the stream; a servlet container such as Tomcat sends it ahead of an empty DATA frame";

/** Whether a server sent a status only in its headers, where it is not valid: any status, or the one with this name. */
export function hasStatusInHeaders(
	status: StatusText,
	name: StatusName | "" = "",
): boolean {
	return isChannelStatus(status, HEADERS_SAY + name);
}
