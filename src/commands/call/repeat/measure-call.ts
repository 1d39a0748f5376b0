import type { DescMethod } from "@bufbuild/protobuf";
import type {
	Call,
	CallOptions,
	Channel,
	RpcStatus,
} from "../../../grpc/channel.ts";
import { startRetriedCall } from "../../../grpc/retried-call.ts";
import { pathOf } from "../method.ts";
import { statusForKind } from "../perform.ts";
import { givesOne } from "../requests.ts";
import type { Measured } from "./tally.ts";

/** What each call of a series sends, serialized once. */
export type Repeated = {
	readonly method: DescMethod;
	readonly requests: readonly Uint8Array[];
	readonly options: CallOptions;
};

/** A measured call with its whole status. */
export type MeasuredCall = Measured & { readonly status: RpcStatus };

/**
 * Makes one call over the channel that `take` returns, and counts its responses without decoding them. Rejects as `take` does.
 */
export async function measureCall(
	take: () => Promise<Channel>,
	{ method, requests, options }: Repeated,
): Promise<MeasuredCall> {
	const channel = await take();
	const startMs = performance.now();
	const call = startRetriedCall(channel, take, pathOf(method), options);
	void send(call, requests);
	let received = 0;
	for await (const _ of call.responses) {
		received++;
		if (givesOne(method) && received > 1) break;
	}
	const status = statusForKind(method, received, await call.status);
	return { status, received, startMs, endMs: performance.now() };
}

/** Sends the last message together with the end of sending. */
async function send(
	call: Call,
	requests: readonly Uint8Array[],
): Promise<void> {
	for (const request of requests.slice(0, -1)) await call.send(request);
	const last = requests.at(-1);
	if (last !== undefined) void call.send(last);
	call.closeSend();
}
