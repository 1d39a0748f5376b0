import type { Channel, ChannelOptions } from "./channel.ts";

/** From here on what is saved is more than the room costs. */
const MANY_CHANNELS = 10;

/**
 * Opens a channel: one HTTP/2 session to one server over a stream that `options.open` provides. It is open when the
 * server's SETTINGS have come. `signal` gives up the opening, and later closes the channel.
 * @throws PluginError what `open` throws or destroys its stream with; `not-http2`, `silent`, `tls-handshake`, `tls-verify`,
 * `tls-client-certificate`, `connection-lost`, `deadline`, `cancelled`; `bad-input` for certificates that are no PEM
 */
export async function openChannel(options: ChannelOptions): Promise<Channel> {
	// grpc-js, HTTP/2 and TLS are evaluated here and not before: most subcommands never get this far.
	const { connectChannel } = await import("./connect-channel.ts");
	return connectChannel(options);
}

/** Evaluates what {@link openChannel} needs, so that it is done while something else is waited for. */
export async function preloadChannel(): Promise<void> {
	await import("./connect-channel.ts");
}

/** Tells how many channels a run is about to open, where it pays to prepare for many. */
export async function prepareForChannels(count: number): Promise<void> {
	if (count < MANY_CHANNELS) return;
	const { growYoungSpaceAtOnce } = await import("./young-garbage.ts");
	growYoungSpaceAtOnce();
}
