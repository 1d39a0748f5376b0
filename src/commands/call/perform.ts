import { setImmediate as tick } from "node:timers/promises";
import type { DescMethod } from "@bufbuild/protobuf";
import { untilAborted } from "../../abort.ts";
import type { CallOptions, Channel, RpcStatus } from "../../grpc/channel.ts";
import { startRetriedCall } from "../../grpc/retried-call.ts";
import { channelStatus } from "../../grpc/status.ts";
import { judgeSingleResponse } from "../../grpc/unary.ts";
import type { CallFact, EndReason } from "./facts.ts";
import { pathOf } from "./method.ts";
import {
	collectRequests,
	givesOne,
	type Requests,
	takesOne,
} from "./requests.ts";
import { RESPONSES_TOO_LARGE, type ResponseBudget } from "./response-budget.ts";
import { type Sending, sendRequests } from "./send-requests.ts";

export type PerformOptions = {
	/** Returns the channel, or a new one when the last one takes no more calls. */
	readonly take: () => Promise<Channel>;
	readonly method: DescMethod;
	/** Serialized requests. They are sent as they come. */
	readonly requests: Requests;
	readonly call: CallOptions;
	/** The number of responses after which the call is cancelled. */
	readonly limit: number | undefined;
	/** Where the reader keeps responses. The call is cancelled when it is full. */
	readonly budget?: ResponseBudget | undefined;
};

/**
 * Makes one call and yields its facts. The last fact is the end. A later request that cannot be read cancels the call.
 * @throws PluginError if the only request cannot be read, and if there is no channel any more
 */
export async function* performCall(
	options: PerformOptions,
): AsyncGenerator<CallFact, void> {
	const { take, method, limit, budget } = options;
	// An error in the only message is reported before anything is sent.
	const requests = takesOne(method)
		? await untilAbandoned(
				collectRequests(options.requests),
				options.call.signal,
			)
		: options.requests;
	const channel = await take();
	const startMs = performance.now();
	const atMs = () => performance.now() - startMs;
	const call = startRetriedCall(channel, take, pathOf(method), options.call);
	// The consumer of a fact may take time over a response. That time is not part of the call.
	const ended = call.status.then(atMs);
	const sending: Sending = { sent: 0, fault: undefined };
	const sendingDone = sendRequests(call, requests, sending);
	let received = 0;
	let lastMs = 0;
	let reason: EndReason = "status";
	// The headers may come long before the first response.
	yield { kind: "headers", metadata: await call.headers };
	for await (const body of call.responses) {
		received++;
		lastMs = atMs();
		yield { kind: "response", body, atMs: lastMs };
		if (budget?.isFull()) break;
		if (received === limit) reason = "limit";
		if (reason === "limit" || (givesOne(method) && received > 1)) break;
	}
	const given = await call.status;
	const status = budget?.isFull()
		? channelStatus("RESOURCE_EXHAUSTED", RESPONSES_TOO_LARGE)
		: given;
	const isLeft = options.call.signal?.aborted && status.source === "channel";
	if (isLeft && reason === "status") reason = "interrupted";
	// If the call ended on this side, `sendRequests` may still record its last count or a fault: wait for it, or for one turn of
	// the event loop. After a server's status the input stays unread.
	if (status.source === "channel") await Promise.race([sendingDone, tick()]);
	yield {
		kind: "end",
		status:
			reason === "status" ? statusForKind(method, received, status) : status,
		trailers: await call.trailers,
		sent: sending.sent,
		received,
		atMs: Math.max(lastMs, await ended),
		reason,
		fault: sending.fault,
	};
}

/**
 * Stops waiting for the input of a call that the user has cancelled, because input from a terminal may never end.
 * @throws PluginError `cancelled`
 */
function untilAbandoned<T>(
	input: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	return signal === undefined ? input : untilAborted(input, signal);
}

/** Returns the status of a call. For a method with one response it checks how many responses came. */
export function statusForKind(
	method: DescMethod,
	received: number,
	status: RpcStatus,
): RpcStatus {
	return givesOne(method) ? judgeSingleResponse(received, status) : status;
}
