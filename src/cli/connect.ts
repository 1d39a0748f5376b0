import { USER_AGENT } from "../client-version.ts";
import type { Channel, ChannelOptions } from "../grpc/channel.ts";
import { openChannel, preloadChannel } from "../grpc/open-channel.ts";
import type { OpenStream, TransportChoice } from "../grpc/transport.ts";
import { hostPort } from "../host-port.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { addressStream } from "./address-stream.ts";
import { meanwhile } from "./meanwhile.ts";

/** What all channels of a run have in common. */
export type ConnectOptions = {
	readonly transport: TransportChoice;
	/** Undefined: `localhost:PORT`, what a server sees of anyone who port-forwards. */
	readonly authority: string | undefined;
	readonly connectTimeoutMs: number;
	/** As ChannelOptions has it. */
	readonly moreTime?: string | undefined;
	/** Names the proxy for addresses; none is used without it. */
	readonly env?: NodeJS.ProcessEnv;
	/** What a command wants of its channels besides. */
	readonly channel?: Pick<
		ChannelOptions,
		| "userAgent"
		| "keepaliveTimeMs"
		| "maxReceiveBytes"
		| "onFrame"
		| "headerBlocks"
	>;
};

/** Evaluates what {@link openPodChannel} needs, so that it is done while something else is waited for. */
export async function preloadPodChannel(): Promise<void> {
	await meanwhile(() =>
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
		// An address needs no tunnel, and so no WebSocket either.
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
