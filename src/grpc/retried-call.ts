import { untilAborted } from "../abort.ts";
import { toPluginError } from "../errors.ts";
import { endedCall } from "./call.ts";
import { outOfTime, timeLeftMs } from "./call-deadline.ts";
import type { Call, CallOptions, Channel } from "./channel.ts";
import { PREFIX_BYTES } from "./message.ts";
import { channelStatus, refusalStatus } from "./status.ts";

/** Maximum bytes kept of a stream's requests before the server answers, as in grpc-go. A single message is always kept. */
const KEPT_BYTES = 256 * 1024;

/** The requests that were sent so far, kept to be sent again. */
type SentRequests = {
	readonly add: (message: Uint8Array) => void;
	readonly close: () => void;
	/** Forgets all requests when they are too large. */
	readonly bound: () => void;
	/** Whether no request is missing. */
	readonly isWhole: () => boolean;
	readonly sendAgain: (call: Call) => void;
	readonly forget: () => void;
};

/**
 * Starts a call that is repeated once when the server has certainly not looked at it, as every client does (gRFC A6, "Transparent
 * Retries"). The second call uses the channel from `take`, since the first one may take no more calls. One deadline applies to both.
 * @throws PluginError as {@link Channel.call}
 */
export function startRetriedCall(
	channel: Channel,
	take: () => Promise<Channel>,
	path: string,
	options: CallOptions = {},
): Call {
	const beganMs = performance.now();
	const again = { ...options, beganMs };
	const cancelling = new AbortController();
	const sent = keepRequests();
	let current: Call | undefined = channel.call(path, again);
	const settle = async (first: Call): Promise<Call> => {
		await first.headers;
		if (first.isUnprocessed() && sent.isWhole()) {
			current = undefined;
			current = await secondCall(take, path, again, cancelling.signal);
			sent.sendAgain(current);
		}
		sent.forget();
		return current ?? first;
	};
	const settled = settle(current);
	return {
		send(message) {
			sent.add(message);
			// The second call does not exist yet. It will send all kept requests.
			if (current === undefined) return settled.then(() => {});
			sent.bound();
			return current.send(message);
		},
		closeSend() {
			sent.close();
			current?.closeSend();
		},
		headers: settled.then(({ headers }) => headers),
		responses: responsesOf(settled),
		status: settled.then(({ status }) => status),
		trailers: settled.then(({ trailers }) => trailers),
		isUnprocessed: () => current?.isUnprocessed() === true,
		cancel() {
			cancelling.abort();
			current?.cancel();
		},
	};
}

/** Returns the responses of the call that counts. It is no generator, which would take longer than all else that is done with a small response. */
function responsesOf(call: Promise<Call>): AsyncIterable<Uint8Array> {
	return {
		[Symbol.asyncIterator]() {
			let open: AsyncIterator<Uint8Array> | undefined;
			const opened = call.then(({ responses }) => {
				open = responses[Symbol.asyncIterator]();
				return open;
			});
			return {
				next: () => open?.next() ?? opened.then((first) => first.next()),
				return: async () =>
					(await (await opened).return?.()) ?? { done: true, value: undefined },
			};
		},
	};
}

function keepRequests(): SentRequests {
	const messages: Uint8Array[] = [];
	let bytes = 0;
	let state: "whole" | "forgotten" = "whole";
	let sending: "open" | "closed" = "open";
	const forget = () => {
		state = "forgotten";
		messages.length = 0;
	};
	return {
		add(message) {
			if (state === "forgotten") return;
			messages.push(message);
			bytes += PREFIX_BYTES + message.length;
		},
		close() {
			sending = "closed";
		},
		bound() {
			if (messages.length > 1 && bytes > KEPT_BYTES) forget();
		},
		isWhole: () => state === "whole",
		sendAgain(call) {
			for (const message of messages) void call.send(message);
			if (sending === "closed") call.closeSend();
		},
		forget,
	};
}

/** Makes the second call over a channel that takes it. Without such a channel in time, it returns a call that has ended. */
async function secondCall(
	take: () => Promise<Channel>,
	path: string,
	options: CallOptions,
	cancelled: AbortSignal,
): Promise<Call> {
	const { deadlineMs, signal } = options;
	const expired =
		deadlineMs === undefined
			? undefined
			: AbortSignal.timeout(timeLeftMs({ ...options, deadlineMs }));
	const ends = [cancelled, signal, expired].filter((one) => one !== undefined);
	try {
		const channel = await untilAborted(take(), AbortSignal.any(ends));
		return channel.call(path, options);
	} catch (caught) {
		if (cancelled.aborted || signal?.aborted)
			return endedCall(channelStatus("CANCELLED", "cancelled here"));
		if (deadlineMs !== undefined && expired?.aborted)
			return endedCall(outOfTime(deadlineMs));
		return endedCall(refusalStatus(toPluginError(caught)));
	}
}
