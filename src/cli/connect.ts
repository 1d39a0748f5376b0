import { USER_AGENT } from "../client-version.ts";
import type { Channel, ChannelOptions } from "../grpc/channel.ts";
import { openChannel, preloadChannel } from "../grpc/open-channel.ts";
import type { OpenStream, TransportChoice } from "../grpc/transport.ts";
import { hostPort } from "../host-port.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { addressStream } from "./address-stream.ts";
import { loadWhileWaiting } from "./load-while-waiting.ts";

/** The options that all channels of a run share. */
export type ConnectOptions = {
	readonly transport: TransportChoice;
	/** Undefined: `localhost:PORT`, which a server sees from every port-forward. */
	readonly authority: string | undefined;
	readonly connectTimeoutMs: number;
	/** As in ChannelOptions. */
	readonly moreTime?: string | undefined;
	/** Names the proxy for addresses. Without it, none is used. */
	readonly env?: NodeJS.ProcessEnv;
	/** Further options that a command sets on its channels. */
	readonly channel?: Pick<
		ChannelOptions,
		| "userAgent"
		| "keepaliveTimeMs"
		| "maxReceiveBytes"
		| "onFrame"
		| "headerBlocks"
	>;
};

/** Opens a channel to a target whose port is known. @throws PluginError */
export type OpenChannelTo = (
	target: PodTarget,
	signal: AbortSignal,
) => Promise<Channel>;

/** Loads the modules of {@link openPodChannel} while the caller waits for something else. */
export async function preloadPodChannel(): Promise<void> {
	await loadWhileWaiting(() =>
		Promise.all([
			preloadChannel(),
			import("../kubernetes/tunnel/open-tunnel.ts"),
		]),
	);
}

/** Opens a channel to the chosen port of a pod, through a tunnel. @throws PluginError of the tunnel and of the channel */
export function openPodChannel(
	cluster: Cluster,
	target: PodTarget,
	options: ConnectOptions,
	signal: AbortSignal,
): Promise<Channel> {
	const port = target.port.kind === "chosen" ? target.port.port : 0;
	const { namespace, name, uid } = target.pod;
	const open: OpenStream = async (until) => {
		// Loaded here, since an address needs no tunnel and so no WebSocket.
		const { openTunnel } = await import("../kubernetes/tunnel/open-tunnel.ts");
		return openTunnel(
			cluster,
			{ namespace, pod: name, port, uid },
			{ signal: until, timeoutMs: options.connectTimeoutMs },
		);
	};
	return openOver(
		open,
		options.authority ?? `localhost:${port}`,
		options,
		signal,
	);
}

/** Opens a channel to an address, without a cluster. @throws PluginError */
export function openAddressChannel(
	host: string,
	port: number,
	options: ConnectOptions,
	signal: AbortSignal,
): Promise<Channel> {
	const authority = options.authority ?? hostPort(host, port);
	const open = addressStream(host, port, {
		env: options.env ?? {},
		timeoutMs: options.connectTimeoutMs,
	});
	return openOver(open, authority, options, signal);
}

function openOver(
	open: OpenStream,
	authority: string,
	{ transport, connectTimeoutMs, moreTime, channel }: ConnectOptions,
	signal: AbortSignal,
): Promise<Channel> {
	const before = channel?.userAgent;
	const userAgent = before ? `${before} ${USER_AGENT}` : USER_AGENT;
	return openChannel({
		...channel,
		open,
		transport,
		authority,
		connectTimeoutMs,
		moreTime,
		signal,
		userAgent,
	});
}
