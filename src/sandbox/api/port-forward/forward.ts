import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import { hexId } from "../../objects/names.ts";
import type { Pod } from "../../objects/pod.ts";
import type { ApiContext } from "../exchange.ts";

/** The pod is not read while more bytes than this wait for the client. */
const HIGH_WATER_BYTES = 1024 * 1024;
/** The largest frame: the buffer size of Go's io.Copy. */
const FRAME_BYTES = 32 * 1024;
/** How long one direction may outlive the other (containerd's sandbox_portforward_linux.go). */
const LINGER_MS = 1000;

/** One forwarded port of a WebSocket. Data goes through `channel`, the text of an error through the next channel. */
type Forward = {
	readonly client: WebSocket;
	readonly channel: number;
	readonly port: number;
};

/**
 * Serves a WebSocket of the subprotocol v4.channel.k8s.io as the kubelet and containerd do. Every frame begins with a channel byte. The
 * first frame on each channel holds the port. Each port is dialled inside the pod, and an error is sent as text. The WebSocket is
 * closed when all connections have ended.
 */
export async function forwardPorts(
	client: WebSocket,
	context: Pick<ApiContext, "kubelet">,
	pod: Pod,
	ports: readonly number[],
): Promise<void> {
	// The client's frames are not read before the connections that take them exist.
	client.pause();
	const forwards = ports.map((port, index) => ({
		client,
		channel: 2 * index,
		port,
	}));
	for (const forward of forwards) announce(forward);
	const dialled = await Promise.all(
		forwards.map((forward) => dial(forward, context, pod)),
	);
	const open = forwards.flatMap((forward, index) => {
		const socket = dialled[index];
		return socket ? [{ forward, socket }] : [];
	});
	const sockets = new Map(
		open.map(({ forward, socket }) => [forward.channel, socket]),
	);
	client.on("message", (data) => deliver(client, sockets, data));
	const copied = open.map(({ forward, socket }) => copy(forward, socket, pod));
	client.resume();
	await Promise.all(copied);
	client.close(1000);
}

function announce({ client, channel, port }: Forward): void {
	for (const number of [channel, channel + 1])
		client.send(Buffer.from([number, port & 0xff, port >> 8]));
}

async function dial(
	forward: Forward,
	{ kubelet }: Pick<ApiContext, "kubelet">,
	pod: Pod,
): Promise<Socket | undefined> {
	const { port } = forward;
	try {
		return await kubelet.dial(pod.metadata.uid, port, "localhost");
	} catch {
		sendError(
			forward,
			pod,
			`failed to connect to localhost:${port} inside namespace "${sandboxId(pod)}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `,
		);
		return undefined;
	}
}

/**
 * Copies from the client to the pod. When one pod port does not read, the whole WebSocket waits, because its channels share one stream.
 */
function deliver(
	client: WebSocket,
	sockets: ReadonlyMap<number, Socket>,
	data: unknown,
): void {
	if (!Buffer.isBuffer(data) || data.length < 2) return;
	const socket = sockets.get(data[0] ?? 0);
	if (!socket?.writable || socket.write(data.subarray(1))) return;
	client.pause();
	const resume = () => client.resume();
	socket.once("drain", resume).once("close", resume);
}

/** Copies from the pod to the client. Resolves when both sides have ended the connection, or one second after the first has. */
async function copy(forward: Forward, socket: Socket, pod: Pod): Promise<void> {
	const { client, channel } = forward;
	const onData = (chunk: Buffer) => {
		for (let at = 0; at < chunk.length; at += FRAME_BYTES) {
			const part = chunk.subarray(at, at + FRAME_BYTES);
			client.send(Buffer.concat([Buffer.from([channel]), part]), () => {
				if (client.bufferedAmount < HIGH_WATER_BYTES) socket.resume();
			});
		}
		if (client.bufferedAmount >= HIGH_WATER_BYTES) socket.pause();
	};
	socket.on("data", onData);
	const clientGone = new Promise<void>((resolve) => {
		if (client.readyState === client.CLOSED) resolve();
		client.once("close", () => resolve());
	});
	const ended = podGone(socket, forward.port);
	const failure = await Promise.race([ended, clientGone]);
	if (failure) sendError(forward, pod, failure);
	await Promise.race([
		Promise.all([ended, clientGone]),
		wait(LINGER_MS, undefined, { ref: false }),
	]);
	socket.destroy();
}

/** Resolves when the pod ends the connection. A reset gives Go's error text; it may have happened before this call. */
function podGone(socket: Socket, port: number): Promise<string | undefined> {
	const reset = `read tcp4 127.0.0.1:${socket.localPort}->127.0.0.1:${port}: read: connection reset by peer`;
	return new Promise((resolve) => {
		const closed = () => resolve(socket.errored ? reset : undefined);
		if (socket.closed) closed();
		socket.once("end", () => resolve(undefined));
		socket.once("close", closed);
	});
}

function sendError(
	{ client, channel, port }: Forward,
	pod: Pod,
	cause: string,
) {
	const id = sandboxId(pod);
	const message = `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace "${networkNamespace(pod)}": ${cause}`;
	client.send(
		Buffer.concat([Buffer.from([channel + 1]), Buffer.from(message)]),
	);
}

/** Returns a containerd sandbox ID for the pod. */
function sandboxId({ metadata }: Pod): string {
	return hexId(`sandbox ${metadata.uid}`);
}

function networkNamespace({ metadata }: Pod): string {
	return `/var/run/netns/cni-${metadata.uid}`;
}
