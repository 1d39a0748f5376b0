import { setImmediate as tick } from "node:timers/promises";
import type { DescMethod } from "@bufbuild/protobuf";
import { untilAborted } from "../../abort.ts";
import { asError } from "../../errors.ts";
import type {
	Call,
	CallOptions,
	Channel,
	RpcStatus,
} from "../../grpc/channel.ts";
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

export type PerformOptions = {
	/** Gives the channel, anew where the last one takes no more calls. */
	readonly take: () => Promise<Channel>;
	readonly method: DescMethod;
	/** Serialized requests, sent as they come. */
	readonly requests: Requests;
	readonly call: CallOptions;
	/** Responses after which the call is cancelled. */
	readonly limit: number | undefined;
	/** Where the reader keeps responses: the call is cancelled when it is full. */
	readonly budget?: ResponseBudget | undefined;
};

/** What became of the requests so far. */
type Sending = { sent: number; fault: Error | undefined };

/** Makes one call and gives what is seen of it; the last fact is its end. A later request that cannot be read cancels it. @throws PluginError for the only one, and where there is no channel any more */
export async function* performCall(
	options: PerformOptions,
): AsyncGenerator<CallFact, void> {
	const { take, method, limit, budget } = options;
	// What is wrong with the one message is told before anything is sent.
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
	// Whoever reads may take time over a response, which is none of the call's.
	const ended = call.status.then(atMs);
	const sending: Sending = { sent: 0, fault: undefined };
	const sendingDone = send(call, requests, sending);
	let received = 0;
	let lastMs = 0;
	let reason: EndReason = "status";
	// They may come long before the first response.
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
	// A fault of the request cancels the call before it is told of here; a server's end leaves the input unread.
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

/** Waits no longer for the input of a call that nobody wants any more: a terminal may never end it. @throws PluginError `cancelled` */
function untilAbandoned<T>(
	input: Promise<T>,
	signal: AbortSignal | undefined,
): Promise<T> {
	return signal === undefined ? input : untilAborted(input, signal);
}

/** The status of a method of its kind, told by how many responses came. */
export function statusForKind(
	method: DescMethod,
	received: number,
	status: RpcStatus,
): RpcStatus {
	return givesOne(method) ? judgeSingleResponse(received, status) : status;
}

async function send(
	call: Call,
	requests: Requests,
	sending: Sending,
): Promise<void> {
	let isOver = false;
	void call.status.then(() => {
		isOver = true;
	});
	try {
		for await (const body of requests) {
			if (isOver) return;
			await call.send(body);
			sending.sent++;
		}
		call.closeSend();
	} catch (caught) {
		if (isOver) return;
		sending.fault = asError(caught);
		call.cancel();
	}
}
