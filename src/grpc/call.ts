import type { ClientHttp2Stream } from "node:http2";
import { addAbortSignal } from "node:stream";
import type { Http2SubchannelCall } from "@grpc/grpc-js/build/src/subchannel-call.js";
import { messageOf } from "../errors.ts";
import { attachGrpc, limitCall, watchHeaders } from "./call-events.ts";
import {
	type CallContext,
	type CallProgress,
	newProgress,
	settle,
} from "./call-progress.ts";
import type { Call, CallOptions, RpcStatus } from "./channel.ts";
import { endStatus } from "./channel-end.ts";
import { type DelayedEnding, delayEnding } from "./ending.ts";
import { expandMessage, frameGzip, frameMessage } from "./message.ts";
import { limitMessages } from "./message-limit.ts";
import { withoutTrailers } from "./no-trailers.ts";
import {
	headerListBytes,
	headersTooLong,
	requestHeaders,
} from "./request-headers.ts";
import { createResponseQueue } from "./response-queue.ts";
import { channelStatus } from "./status.ts";

/**
 * Starts a call of any kind. grpc-js keeps the call's state and maps the ends of HTTP/2 streams to statuses. Framing, compression,
 * deadline and the reader's pace are handled here.
 * @throws PluginError `bad-input` for a path or metadata that cannot be sent
 */
export function startCall(
	context: CallContext,
	path: string,
	options: CallOptions,
): Call {
	const fields = requestHeaders(context.base, path, options);
	if (options.signal?.aborted)
		return endedCall(channelStatus("CANCELLED", "cancelled before it began"));
	if (context.session.isOver())
		return endedCall(context.session.ended.then(endStatus), "allowed");
	const goawayStatus = context.session.takesCalls()
		? undefined
		: context.session.goawayStatus();
	if (goawayStatus !== undefined) return endedCall(goawayStatus, "allowed");
	const limitBytes = context.session.headerLimitBytes();
	const bytes = headerListBytes(fields);
	if (bytes > limitBytes) return endedCall(headersTooLong(bytes, limitBytes));
	let stream: ClientHttp2Stream;
	try {
		stream = context.session.request(fields);
	} catch (error) {
		return endedCall(channelStatus("UNAVAILABLE", refusal(error)), "allowed");
	}
	return runCall(context, stream, options);
}

/** Returns the message for a refused stream. Node reports here that a GOAWAY was received, or that the session has ended. */
function refusal(error: unknown): string {
	const message = messageOf(error);
	return `the connection takes no more calls: ${message}`;
}

function runCall(
	context: CallContext,
	stream: ClientHttp2Stream,
	options: CallOptions,
): Call {
	const maxBytes = options.maxReceiveBytes ?? context.maxReceiveBytes;
	const end = (status: RpcStatus) => {
		progress.verdict ??= status;
		reset(stream);
		rpc.cancelWithStatus(status.code, status.message);
		settle(progress);
	};
	const progress: CallProgress = newProgress(
		context,
		createResponseQueue({
			fetch: () => rpc.startRead(),
			expand: (framed) => expandMessage(framed, progress.encoding, maxBytes),
			onUndecodable: end,
			onExpanded: () => settle(progress),
			onAbandoned: () => end(channelStatus("CANCELLED", "cancelled here")),
		}),
	);
	const ending: DelayedEnding<Http2SubchannelCall> = delayEnding(stream, {
		attach: () => attachGrpc(stream, progress, () => rpc),
		hasTrailers: () => progress.ending !== undefined,
		isDelivered: () => progress.delivered === progress.received,
		onEnding() {
			if (progress.reading === "on-demand") progress.reading = "to-the-end";
			rpc.startRead();
		},
		onNoTrailers: () => end(withoutTrailers(progress.opening)),
	});
	const rpc = ending.attached;
	progress.onDelivered = ending.check;
	progress.statusBeyondGoaway = () =>
		context.session.statusBeyondGoaway(stream);
	watchHeaders(stream, progress, end);
	limitMessages(stream, progress, maxBytes, {
		read: () => rpc.startRead(),
		end,
	});
	limitCall(progress, options, {
		end,
		disconnect: () => rpc.onDisconnect(),
	});
	rpc.startRead();
	return callOver(progress, rpc, {
		stream,
		end,
		isUnprocessed: () => context.session.isUnprocessed(stream),
		compress: options.compress ?? "identity",
	});
}

/**
 * Resets, with CANCEL, a stream that has not sent everything. Node's `close`, which grpc-js calls, ends the sending first, and a server
 * would then take a part of the client's stream for all of it.
 */
function reset(stream: ClientHttp2Stream): void {
	if (!stream.writableEnded) addAbortSignal(AbortSignal.abort(), stream);
}

/** Returns the call in the form of the contract. */
function callOver(
	progress: CallProgress,
	rpc: Http2SubchannelCall,
	{
		stream,
		end,
		isUnprocessed,
		compress,
	}: Required<Pick<CallOptions, "compress">> & {
		readonly stream: ClientHttp2Stream;
		readonly end: (status: RpcStatus) => void;
		readonly isUnprocessed: () => boolean;
	},
): Call {
	const write = (framed: Buffer): Promise<void> =>
		new Promise((resolve) => {
			if (progress.reading === "over") return resolve();
			const accepted = () => {
				progress.writes.delete(accepted);
				resolve();
			};
			progress.writes.add(accepted);
			// Not through grpc-js, which ends the call with a failed write: UNAVAILABLE, before the reset behind it is known.
			stream.write(framed, accepted);
		});
	// Compression is asynchronous, so messages and the end of sending are chained in order.
	let sent: Promise<unknown> = Promise.resolve();
	return {
		send(message) {
			if (compress === "identity")
				return write(frameMessage(message, "identity"));
			const written = Promise.all([frameGzip(message), sent]).then(([framed]) =>
				write(framed),
			);
			sent = written;
			return written;
		},
		closeSend() {
			if (compress === "identity") rpc.halfClose();
			else void sent.then(() => rpc.halfClose());
		},
		headers: progress.headers.promise,
		responses: progress.queue.bodies,
		status: progress.status.promise,
		trailers: progress.trailers.promise,
		isUnprocessed: () =>
			progress.reading === "over" &&
			progress.verdict === undefined &&
			!progress.accepted &&
			isUnprocessed(),
		cancel: () => end(channelStatus("CANCELLED", "cancelled here")),
	};
}

/** Returns a call that could not begin. `allowed` means that another channel may make it. */
export function endedCall(
	status: RpcStatus | Promise<RpcStatus>,
	retry: "allowed" | "none" = "none",
): Call {
	return {
		send: () => Promise.resolve(),
		closeSend() {},
		headers: Promise.resolve([]),
		responses: (async function* () {})(),
		status: Promise.resolve(status),
		trailers: Promise.resolve([]),
		isUnprocessed: () => retry === "allowed",
		cancel() {},
	};
}
