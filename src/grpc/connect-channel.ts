import { startDeadline, withinTime } from "../abort.ts";
import { PluginError } from "../errors.ts";
import { type AttemptResult, attempt } from "./attempt.ts";
import type { Channel, ChannelOptions } from "./channel.ts";
import { channelOver } from "./channel-over.ts";
import { detectTransport } from "./detect.ts";

/** The part of `openChannel` that needs HTTP/2, TLS and grpc-js. @throws PluginError */
export async function connectChannel(
	options: ChannelOptions,
): Promise<Channel> {
	const { connectTimeoutMs, signal } = options;
	const deadline = startDeadline(connectTimeoutMs, signal, () =>
		outOfTime(options),
	);
	try {
		const result = await tryTransport(options, deadline.signal);
		if (result.kind === "failed") throw result.error;
		return channelOver(options, result);
	} finally {
		deadline.end();
	}
}

async function tryTransport(
	options: ChannelOptions,
	signal: AbortSignal,
): Promise<AttemptResult> {
	const { transport } = options;
	switch (transport.kind) {
		case "plaintext":
			return attempt({ options, tls: undefined, detected: false, signal });
		case "tls":
			return attempt({ options, tls: transport.tls, detected: false, signal });
		case "auto":
			return detectTransport(options, transport, signal);
		default:
			return transport satisfies never;
	}
}

function outOfTime({
	authority,
	connectTimeoutMs: timeoutMs,
	moreTime = "--connect-timeout 30s",
}: ChannelOptions): PluginError {
	return new PluginError(
		"deadline",
		`the connection to ${authority} was not open ${withinTime(timeoutMs)}`,
		{
			facts: { timeoutMs, moreTime },
			hint: [`if it is only slow: ${moreTime}`],
		},
	);
}
