import { PluginError } from "../errors.ts";
import type { AttemptResult } from "./attempt.ts";
import type { Channel, ChannelOptions } from "./channel.ts";

/**
 * Opens a channel: one HTTP/2 session to one server over a stream that `options.open` provides. It is open when the
 * server's SETTINGS have come. `signal` gives up the opening, and later closes the channel.
 * @throws PluginError what `open` throws or destroys its stream with; `not-http2`, `silent`, `tls-handshake`, `tls-verify`,
 * `tls-client-certificate`, `connection-lost`, `deadline`, `cancelled`; `bad-input` for certificates that are no PEM
 */
export async function openChannel(options: ChannelOptions): Promise<Channel> {
	// grpc-js and HTTP/2 are evaluated here and not before: most subcommands never get this far.
	const { channelOver } = await import("./channel-over.ts");
	const limit = startLimit(options);
	try {
		const result = await tryTransport(options, limit.signal);
		if (result.kind === "failed") throw result.error;
		return channelOver(options, result);
	} finally {
		limit.stop();
	}
}

async function tryTransport(
	options: ChannelOptions,
	signal: AbortSignal,
): Promise<AttemptResult> {
	const { transport } = options;
	if (transport.kind === "auto") {
		const { detectTransport } = await import("./detect.ts");
		return detectTransport(options, transport.tls, signal);
	}
	const { attempt } = await import("./attempt.ts");
	const tls = transport.kind === "tls" ? transport.tls : undefined;
	return attempt({ options, tls, detected: false, signal });
}

/** A signal for the time that opening may take, which follows the caller's. */
function startLimit({ signal, connectTimeoutMs, authority }: ChannelOptions) {
	const controller = new AbortController();
	const cancel = () =>
		controller.abort(
			signal.reason instanceof PluginError
				? signal.reason
				: new PluginError("cancelled", "interrupted", { cause: signal.reason }),
		);
	const timer = setTimeout(
		() => controller.abort(outOfTime(authority, connectTimeoutMs)),
		connectTimeoutMs,
	);
	signal.addEventListener("abort", cancel, { once: true });
	if (signal.aborted) cancel();
	return {
		signal: controller.signal,
		stop() {
			clearTimeout(timer);
			signal.removeEventListener("abort", cancel);
		},
	};
}

function outOfTime(authority: string, timeoutMs: number): PluginError {
	return new PluginError(
		"deadline",
		`the connection to ${authority} was not open within ${timeoutMs} ms`,
		{ facts: { timeoutMs }, hint: ["give it more with --connect-timeout"] },
	);
}
