import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import { Http2SubchannelCall } from "@grpc/grpc-js/build/src/subchannel-call.js";
import type { Call, CallOptions, Metadata, RpcStatus } from "./channel.ts";
import { type DelayedEnding, delayEnding } from "./ending.ts";
import { limitsOnly } from "./grpc-transport.ts";
import { expandMessage, frameGzip, frameMessage } from "./message.ts";
import { fromHeaders } from "./metadata.ts";
import { type RequestBase, requestHeaders } from "./request-headers.ts";
import { createResponseQueue, type ResponseQueue } from "./response-queue.ts";
import { endError, type Session } from "./session.ts";
import {
	channelStatus,
	serverStatus,
	statusName,
	statusOfHttp,
} from "./status.ts";

/** What a call needs of its channel. */
export type CallContext = {
	readonly session: Session;
	readonly base: RequestBase;
	readonly maxReceiveBytes: number;
	/** Calls under way. */
	readonly active: Set<ActiveCall>;
};

/** How the channel reaches a call under way. */
export type ActiveCall = {
	/** The session is gone. */
	readonly disconnect: () => void;
	/** Ends the call with a status of ours. */
	readonly end: (status: RpcStatus) => void;
};

const END_STREAM = 0x1;
const MAX_TIMER_MS = 2 ** 31 - 1;
const STATUS_FIELDS = [
	"grpc-status",
	"grpc-message",
	"grpc-status-details-bin",
];

/** A call's changing parts: what was seen so far, and who waits for what. */
type Progress = {
	readonly context: CallContext;
	readonly queue: ResponseQueue;
	readonly headers: PromiseWithResolvers<Metadata>;
	readonly trailers: PromiseWithResolvers<Metadata>;
	readonly status: PromiseWithResolvers<RpcStatus>;
	/** Resolvers of messages handed to HTTP/2 and not yet taken. */
	readonly writes: Set<() => void>;
	/** Undoes timer, listener and registration when the call is over. */
	readonly cleanups: (() => void)[];
	/** Messages that grpc-js has parsed, and those it has handed on. */
	received: number;
	handedOn: number;
	onHandedOn: () => void;
	encoding: string;
	/** The header block that ended the stream. */
	ending: IncomingHttpHeaders | undefined;
	/** Whether grpc-js took the status of {@link ending} as the call's. */
	accepted: boolean;
	/** The status that this side decided on; it goes before all others. */
	verdict: RpcStatus | undefined;
	/** The status that grpc-js reported. */
	outcome: RpcStatus | undefined;
	/** Once the end is in sight, messages are taken whether or not somebody reads. */
	reading: "on-demand" | "to-the-end" | "over";
};

/**
 * Starts a call of any kind. grpc-js keeps its state and maps HTTP/2's ways to end into a status; framing,
 * compression, deadline and the reader's pace are kept here.
 * @throws PluginError `bad-input` for a path or metadata that cannot be sent
 */
export function startCall(
	context: CallContext,
	path: string,
	options: CallOptions = {},
): Call {
	const fields = requestHeaders(context.base, path, options);
	if (options.signal?.aborted)
		return endedCall(channelStatus("CANCELLED", "cancelled before it began"));
	if (context.session.isOver())
		return endedCall(channelStatus("UNAVAILABLE", "the channel is closed"));
	let stream: ClientHttp2Stream;
	try {
		stream = context.session.request(fields);
	} catch (error) {
		return endedCall(channelStatus("UNAVAILABLE", refusal(error)));
	}
	return runCall(context, stream, options);
}

/** Node says here that a GOAWAY was received, or that the session has ended. */
function refusal(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
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
		rpc.cancelWithStatus(status.code, status.message);
		settle(progress);
	};
	const progress = newProgress(
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
		attach: () => attachGrpc(stream, progress, maxBytes, () => rpc),
		isHandedOn: () => progress.handedOn === progress.received,
		onEnding() {
			if (progress.reading === "on-demand") progress.reading = "to-the-end";
			rpc.startRead();
		},
	});
	const rpc = ending.attached;
	progress.onHandedOn = ending.check;
	watchHeaders(stream, progress, end);
	limit(progress, options, {
		end,
		disconnect: () => rpc.onDisconnect(),
	});
	rpc.startRead();
	return callOver(progress, rpc, end, options.compress ?? "identity");
}

function newProgress(context: CallContext, queue: ResponseQueue): Progress {
	return {
		context,
		queue,
		headers: Promise.withResolvers(),
		trailers: Promise.withResolvers(),
		status: Promise.withResolvers(),
		writes: new Set(),
		cleanups: [],
		received: 0,
		handedOn: 0,
		onHandedOn: () => {},
		encoding: "identity",
		ending: undefined,
		accepted: false,
		verdict: undefined,
		outcome: undefined,
		reading: "on-demand",
	};
}

/** Joins grpc-js's call to the stream and hears what it reports. */
function attachGrpc(
	stream: ClientHttp2Stream,
	progress: Progress,
	maxBytes: number,
	self: () => Http2SubchannelCall,
): Http2SubchannelCall {
	return new Http2SubchannelCall(
		stream,
		{
			addMessageSent() {},
			addMessageReceived() {
				progress.received += 1;
			},
			onCallEnd() {},
			// `true` is grpc-js's word for trailers; they count unless it has settled on another status before.
			onStreamEnd(trailersSeen) {
				if (trailersSeen) progress.accepted ||= self().getStatus() === null;
			},
		},
		{
			onReceiveMetadata() {},
			onReceiveMessage(framed: Buffer) {
				progress.queue.push(framed);
				progress.handedOn += 1;
				if (progress.reading === "to-the-end") self().startRead();
				progress.onHandedOn();
			},
			onReceiveStatus({ code, details }) {
				progress.outcome = outcomeOf(progress, code, details);
				settleAfterSession(progress);
			},
		},
		limitsOnly(maxBytes),
		0,
	);
}

/** Hears header blocks as they come, before grpc-js parses them. */
function watchHeaders(
	stream: ClientHttp2Stream,
	progress: Progress,
	end: (status: RpcStatus) => void,
): void {
	stream.prependListener("response", (headers, flags) => {
		progress.encoding = String(headers["grpc-encoding"] ?? "identity");
		if ((flags & END_STREAM) !== 0) progress.ending = headers;
		else progress.headers.resolve(fromHeaders(headers));
		const problem = notGrpc(headers);
		if (problem && headers["grpc-status"] === undefined) end(problem);
	});
	stream.prependListener("trailers", (headers) => {
		progress.ending = headers;
	});
}

/** An answer that is no gRPC (PROTOCOL-HTTP2.md, "Responses"): often a proxy's, or an ordinary web server's. */
function notGrpc(headers: IncomingHttpHeaders): RpcStatus | undefined {
	const type = String(headers["content-type"] ?? "");
	if (type.startsWith("application/grpc")) return undefined;
	const httpStatus = Number(headers[":status"]);
	return channelStatus(
		statusOfHttp(httpStatus),
		`the answer is not gRPC: HTTP status ${httpStatus}, content-type "${type.slice(0, 100)}"`,
	);
}

/** Deadline, cancellation from outside, and the session's end: each ends the call, and none outlives it. */
function limit(
	progress: Progress,
	{ deadlineMs, signal }: CallOptions,
	call: ActiveCall,
): void {
	progress.context.active.add(call);
	progress.cleanups.push(() => progress.context.active.delete(call));
	if (deadlineMs !== undefined) {
		const timer = setTimeout(
			() =>
				call.end(
					channelStatus(
						"DEADLINE_EXCEEDED",
						`no answer within ${deadlineMs} ms`,
					),
				),
			Math.min(deadlineMs, MAX_TIMER_MS),
		);
		progress.cleanups.push(() => clearTimeout(timer));
	}
	if (signal) {
		const cancel = () => call.end(channelStatus("CANCELLED", "cancelled here"));
		signal.addEventListener("abort", cancel, { once: true });
		progress.cleanups.push(() => signal.removeEventListener("abort", cancel));
	}
}

/** The server's status where it stated one, else what grpc-js made of the stream's end. */
function outcomeOf(
	{ accepted, ending }: Progress,
	code: number,
	message: string,
): RpcStatus {
	const stated = ending?.["grpc-status"];
	if (!accepted || stated === undefined)
		return channelStatus(statusName(code), message);
	const details = ending?.["grpc-status-details-bin"];
	return serverStatus(
		String(stated),
		message,
		details === undefined ? undefined : Buffer.from(String(details), "base64"),
	);
}

/** When the session broke under the call, why it broke says more than how the stream ended. */
function settleAfterSession(progress: Progress): void {
	const { session } = progress.context;
	if (progress.accepted || !session.isOver()) {
		settle(progress);
		return;
	}
	session.ended.then((end) => {
		progress.outcome = channelStatus("UNAVAILABLE", endError(end).message);
		settle(progress);
	});
}

/** Tells the status once it is known. A compressed message may still turn out to be undecodable, so it is waited for. */
function settle(progress: Progress): void {
	const { queue, verdict, writes, cleanups } = progress;
	const status = verdict ?? progress.outcome;
	if (status === undefined || progress.reading === "over") return;
	if (verdict === undefined && queue.hasCompressed()) return;
	progress.reading = "over";
	for (const cleanup of cleanups) cleanup();
	queue.end();
	for (const resolve of writes) resolve();
	progress.headers.resolve([]);
	progress.trailers.resolve(fromHeaders(progress.ending ?? {}, STATUS_FIELDS));
	progress.status.resolve(status);
}

/** The contract's view of a call. */
function callOver(
	progress: Progress,
	rpc: Http2SubchannelCall,
	end: (status: RpcStatus) => void,
	compress: "gzip" | "identity",
): Call {
	const write = (framed: Buffer): Promise<void> =>
		new Promise((resolve) => {
			if (progress.reading === "over") return resolve();
			const taken = () => {
				progress.writes.delete(taken);
				resolve();
			};
			progress.writes.add(taken);
			rpc.sendMessageWithContext({ callback: taken }, framed);
		});
	// Compressing takes its time: messages and the end of sending keep their order.
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
			else sent.then(() => rpc.halfClose());
		},
		headers: progress.headers.promise,
		responses: progress.queue.bodies,
		status: progress.status.promise,
		trailers: progress.trailers.promise,
		cancel: () => end(channelStatus("CANCELLED", "cancelled here")),
	};
}

/** A call that could not begin. */
function endedCall(status: RpcStatus): Call {
	return {
		send: () => Promise.resolve(),
		closeSend() {},
		headers: Promise.resolve([]),
		responses: (async function* () {})(),
		status: Promise.resolve(status),
		trailers: Promise.resolve([]),
		cancel() {},
	};
}
