import type { RpcStatus } from "./channel.ts";
import { excerptOf } from "./non-grpc-body.ts";
import { isChannelStatus, quotingStatus, type StatusText } from "./status.ts";

const NO_MESSAGE = "what came is no gRPC message";

/** Returns the status for a call whose data has these bytes in place of a message. Text is quoted, to be escaped where it is shown. */
export function noMessage(beginning: Uint8Array): RpcStatus {
	const text = excerptOf(beginning);
	const isText = !/[\p{Cc}\uFFFD]/u.test(text);
	return quotingStatus("INTERNAL", NO_MESSAGE, isText ? text : "");
}

/** Whether a status comes from {@link noMessage}. */
export function isNoMessage(status: StatusText): boolean {
	return isChannelStatus(status, NO_MESSAGE);
}

/** Where such bytes come from, and why. */
export const NO_MESSAGE_HINT =
	"a proxy on the way adds a page of its own to what the server sent when it loses the server or waits too long for it, as Apache httpd does (ProxyTimeout): its log says more";
