import { startCall } from "./call.ts";
import type { CallContext } from "./call-progress.ts";
import type { CallOptions, RpcStatus, UnaryResult } from "./channel.ts";
import { channelStatus } from "./status.ts";

/**
 * Makes a unary call. A server that sends OK without a message, or a second message, violates the method's kind, and the status is
 * INTERNAL. Rejects only with PluginError `bad-input`, for a path or metadata that cannot be sent.
 */
export async function callUnary(
	context: CallContext,
	path: string,
	request: Uint8Array,
	options: CallOptions,
): Promise<UnaryResult> {
	const startMs = performance.now();
	const call = startCall(context, path, options);
	// Not awaited, since the server may answer, or refuse, before it has read a large request.
	void call.send(request);
	call.closeSend();
	const messages: Uint8Array[] = [];
	for await (const message of call.responses) {
		messages.push(message);
		if (messages.length > 1) break;
	}
	const status = judgeSingleResponse(messages.length, await call.status);
	const latencyMs = performance.now() - startMs;
	return {
		status,
		headers: await call.headers,
		trailers: await call.trailers,
		response: status.code === 0 ? messages[0] : undefined,
		latencyMs,
	};
}

/**
 * Returns the status of a method with one response. OK without a message, or with a second one, becomes INTERNAL.
 * @param messages the number of messages received
 */
export function judgeSingleResponse(
	messages: number,
	status: RpcStatus,
): RpcStatus {
	if (messages > 1)
		return channelStatus(
			"INTERNAL",
			"the server sent more than one message, and the method gives one",
		);
	if (messages === 0 && status.code === 0)
		return channelStatus(
			"INTERNAL",
			"the server ended the call with OK and no message",
		);
	return status;
}
