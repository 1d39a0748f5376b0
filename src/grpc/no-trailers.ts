import type { IncomingHttpHeaders } from "node:http2";
import type { RpcStatus } from "./channel.ts";
import {
	channelSays,
	channelStatus,
	decodeMessage,
	quotingStatus,
	type Saying,
	type StatusName,
	serverStatus,
} from "./status.ts";

/** In grpc-go's words, which people look for. */
const NO_TRAILERS = "server closed the stream without sending trailers";
/** Behind those words, and before the status's name. */
const HEADERS_SAY = `${NO_TRAILERS}; its headers say `;

/**
 * Gives the status of a call whose stream no header block has ended. One in `opening`, the block that began it, counts for nothing
 * (PROTOCOL-HTTP2.md, "Trailers-Only") and says what the server meant: Tomcat sends it so, ahead of an empty DATA frame.
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

/** Why such a status is not the call's. */
export const IN_HEADERS_HINT =
	"grpc-go and others take a status only from the header fields that end the stream; a servlet container such as Tomcat sends it ahead of an empty DATA frame";

/** Whether a server sent a status in its headers alone, where it counts for nothing: any, or the one of this name. */
export function saysInHeaders(
	status: Saying,
	name: StatusName | "" = "",
): boolean {
	return channelSays(status, HEADERS_SAY + name);
}
