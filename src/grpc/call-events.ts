import type { ClientHttp2Stream } from "node:http2";
import { Http2SubchannelCall } from "@grpc/grpc-js/build/src/subchannel-call.js";
import { outOfTime, timeLeftMs } from "./call-deadline.ts";
import { reportOutcome } from "./call-outcome.ts";
import type { ActiveCall, CallProgress } from "./call-progress.ts";
import type { CallOptions, RpcStatus } from "./channel.ts";
import { UNLIMITED } from "./grpc-transport.ts";
import { fromHeaders } from "./metadata.ts";
import { httpAnswer, nonGrpcStatus, saysGrpc } from "./non-grpc-answer.ts";
import { keepBody } from "./non-grpc-body.ts";
import { channelStatus } from "./status.ts";

const END_STREAM = 0x1;

/** Attaches grpc-js's call to the stream and records what it reports. */
export function attachGrpc(
	stream: ClientHttp2Stream,
	progress: CallProgress,
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
			// grpc-js passes `true` for trailers. They count unless grpc-js had settled on another status before.
			onStreamEnd(trailersSeen) {
				if (trailersSeen) progress.accepted ||= self().getStatus() === null;
			},
		},
		{
			onReceiveMetadata() {},
			onReceiveMessage(framed: Buffer) {
				if (progress.delivered < progress.deliverable)
					progress.queue.push(framed);
				progress.delivered += 1;
				if (progress.reading === "to-the-end") self().startRead();
				progress.onDelivered();
			},
			onReceiveStatus({ code, details }) {
				reportOutcome(progress, code, details);
			},
		},
		UNLIMITED,
		0,
	);
}

/** Records header blocks as they come, before grpc-js parses them. */
export function watchHeaders(
	stream: ClientHttp2Stream,
	progress: CallProgress,
	end: (status: RpcStatus) => void,
): void {
	const readBody = keepBody(stream);
	stream.prependListener("response", (headers, flags, raw) => {
		progress.encoding = String(headers["grpc-encoding"] ?? "identity");
		if ((flags & END_STREAM) !== 0) progress.ending = { headers, raw };
		else {
			progress.opening = headers;
			progress.headers.resolve(fromHeaders(raw));
		}
		if (saysGrpc(headers)) return;
		const answer = httpAnswer(headers);
		if ((flags & END_STREAM) !== 0) return end(nonGrpcStatus(answer, ""));
		const stop = readBody((body) => end(nonGrpcStatus(answer, body)));
		progress.cleanups.push(stop);
	});
	stream.prependListener("trailers", (headers, _flags, raw) => {
		progress.ending = { headers, raw };
	});
}

/** Applies the deadline, the caller's signal and the session's end. Each of them ends the call, and none is left behind after it. */
export function limitCall(
	progress: CallProgress,
	options: CallOptions,
	call: ActiveCall,
): void {
	const { deadlineMs, signal } = options;
	progress.context.active.add(call);
	progress.cleanups.push(() => progress.context.active.delete(call));
	if (deadlineMs !== undefined) {
		const status = outOfTime(deadlineMs);
		const leftMs = timeLeftMs({ ...options, deadlineMs });
		progress.deadline = { atMs: performance.now() + leftMs, status };
		const timer = setTimeout(() => call.end(status), leftMs);
		progress.cleanups.push(() => clearTimeout(timer));
	}
	if (signal) {
		const cancel = () => call.end(channelStatus("CANCELLED", "cancelled here"));
		signal.addEventListener("abort", cancel, { once: true });
		progress.cleanups.push(() => signal.removeEventListener("abort", cancel));
	}
}
