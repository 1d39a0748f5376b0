import { LogVerbosity } from "@grpc/grpc-js/build/src/constants.js";
import { setLoggerVerbosity } from "@grpc/grpc-js/build/src/logging.js";
import type { AttemptResult } from "./attempt.ts";
import { startCall } from "./call.ts";
import type { CallContext } from "./call-progress.ts";
import type { Channel, ChannelOptions } from "./channel.ts";
import { keepAlive } from "./keepalive.ts";
import { requestBase } from "./request-headers.ts";
import { channelStatus } from "./status.ts";
import { callUnary } from "./unary.ts";

/** 4 MiB, as in every gRPC implementation. */
const DEFAULT_MAX_RECEIVE_BYTES = 4 * 1024 * 1024;

type Opened = Extract<AttemptResult, { kind: "open" }>;

// grpc-js prints unexpected data from servers on stderr, unescaped. Only a user who sets its variable wants that.
if (!process.env["GRPC_VERBOSITY"] && !process.env["GRPC_NODE_VERBOSITY"])
	setLoggerVerbosity(LogVerbosity.NONE);

/** Returns the channel over an open session. */
export function channelOver(
	options: ChannelOptions,
	{ session, transport, timings }: Opened,
): Channel {
	const context: CallContext = {
		session,
		base: requestBase(options, transport.kind),
		maxReceiveBytes: options.maxReceiveBytes ?? DEFAULT_MAX_RECEIVE_BYTES,
		active: new Set(),
	};
	const close = () => {
		for (const call of [...context.active])
			call.end(channelStatus("CANCELLED", "the channel was closed here"));
		session.close();
	};
	const stopKeepAlive = startKeepAlive(options, context);
	options.signal.addEventListener("abort", close, { once: true });
	if (options.signal.aborted) close();
	const closed = session.ended.then((end) => {
		options.signal.removeEventListener("abort", close);
		stopKeepAlive();
		for (const call of [...context.active]) call.disconnect();
		return end;
	});
	return {
		transport,
		timings,
		unary: (path, request, callOptions = {}) =>
			callUnary(context, path, request, callOptions),
		call: (path, callOptions = {}) => startCall(context, path, callOptions),
		takesCalls: () => session.takesCalls(),
		goingAway: session.goingAway,
		callLimit: () => session.streamLimit(),
		closed,
		close,
	};
}

function startKeepAlive(
	{ keepaliveTimeMs }: ChannelOptions,
	{ session, active }: CallContext,
): () => void {
	if (keepaliveTimeMs === undefined) return () => {};
	return keepAlive(session, keepaliveTimeMs, () => active.size > 0);
}
