import type { Channel, ChannelOptions } from "./channel.ts";

/** From this number on, the saved time is worth the memory. */
const MANY_CHANNELS = 10;

/**
 * Opens a channel: one HTTP/2 session with one server, over a stream from `options.open`. It resolves when the server's SETTINGS have
 * come. `signal` ends the opening, and later closes the channel.
 * @throws PluginError what `open` throws or destroys its stream with; `not-http2`, `silent`, `tls-handshake`, `tls-verify`,
 * `tls-client-certificate`, `connection-lost`, `deadline`, `cancelled`; `bad-input` for certificates that are no PEM
 */
export async function openChannel(options: ChannelOptions): Promise<Channel> {
	// grpc-js, HTTP/2 and TLS are loaded here, since most subcommands never need them.
	const { connectChannel } = await import("./connect-channel.ts");
	return connectChannel(options);
}

/** Loads the modules of {@link openChannel} while the caller waits for something else. */
export async function preloadChannel(): Promise<void> {
	await import("./connect-channel.ts");
}

/** Prepares the process for the number of channels that a run is about to open, if there are many. */
export async function prepareForChannels(count: number): Promise<void> {
	if (count < MANY_CHANNELS) return;
	const { growYoungSpaceAtOnce } = await import("./young-generation.ts");
	growYoungSpaceAtOnce();
}
