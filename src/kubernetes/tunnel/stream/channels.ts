/**
 * The subprotocol `v4.channel.k8s.io` for one port: each binary message starts with a channel byte, 0 for data and
 * 1 for the kubelet's error text. The first two bytes on either channel are the port, little-endian.
 * Kubernetes: staging/src/k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go.
 */
export const SUBPROTOCOL = "v4.channel.k8s.io";

const DATA_CHANNEL = 0;
const PORT_BYTES = 2;

/** The meaning of a WebSocket message, or a part of it. */
export type ChannelEvent =
	/** Both channels have named the port, so the container runtime has the request. */
	| { readonly kind: "confirmed" }
	| { readonly kind: "data"; readonly bytes: Buffer }
	| { readonly kind: "error-text"; readonly bytes: Buffer }
	/** The message does not belong to the subprotocol; nothing after it can be trusted. */
	| { readonly kind: "violation"; readonly reason: string };

/** Decodes the messages of one tunnel in their order. It keeps track of the two port headers. */
export type ChannelReader = (message: Buffer) => readonly ChannelEvent[];

/**
 * Creates the reader for a tunnel to `port`. It reads each channel as a stream of bytes, so a proxy may split or join the messages of a
 * channel.
 */
export function createChannelReader(port: number): ChannelReader {
	const headers = [Buffer.alloc(0), Buffer.alloc(0)];
	return (message) => {
		const channel = message[0];
		if (channel === undefined) return [];
		const header = headers[channel];
		if (header === undefined) return violation(`channel ${channel}`);

		const wanted = PORT_BYTES - header.length;
		const payload = message.subarray(1 + wanted);
		if (wanted === 0) return content(channel, payload);

		const grown = Buffer.concat([header, message.subarray(1, 1 + wanted)]);
		headers[channel] = grown;
		if (grown.length < PORT_BYTES) return [];
		const named = grown.readUInt16LE(0);
		if (named !== port) return violation(`port ${named} instead of ${port}`);
		const complete = headers.every(({ length }) => length === PORT_BYTES);
		return complete
			? [{ kind: "confirmed" }, ...content(channel, payload)]
			: content(channel, payload);
	};
}

/** Encodes one message for the data channel. It must not be split into fragments, since the kubelet's WebSocket reads frames. */
export function dataMessage(bytes: Uint8Array): Buffer {
	return Buffer.concat([Uint8Array.of(DATA_CHANNEL), bytes]);
}

function content(channel: number, bytes: Buffer): readonly ChannelEvent[] {
	if (bytes.length === 0) return [];
	return [{ kind: channel === DATA_CHANNEL ? "data" : "error-text", bytes }];
}

function violation(reason: string): readonly ChannelEvent[] {
	return [{ kind: "violation", reason }];
}
