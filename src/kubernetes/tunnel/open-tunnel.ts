import type { Duplex } from "node:stream";
import { startDeadline, untilAborted } from "../../abort.ts";
import type { Cluster } from "../cluster.ts";
import type { PodAddress } from "./address.ts";
import { dialAgain } from "./loss/dial-again.ts";
import { explainEnd } from "./loss/explain-end.ts";
import { readPodEvidence } from "./loss/pod-evidence.ts";
import {
	DEFAULT_HEARTBEAT,
	type HeartbeatOptions,
} from "./stream/heartbeat.ts";
import { TunnelStream } from "./stream/tunnel-stream.ts";
import { lateError, type OpeningStep } from "./upgrade/late.ts";
import { upgrade } from "./upgrade/upgrade.ts";

export type OpenTunnelOptions = {
	/** Aborts the opening. Once the tunnel is open, its owner closes it: `destroy()`. */
	readonly signal: AbortSignal;
	/** Milliseconds for the whole opening: credentials, connection, upgrade and retries. */
	readonly timeoutMs: number;
	/** Default {@link DEFAULT_HEARTBEAT}. */
	readonly heartbeat?: HeartbeatOptions;
};

/**
 * Opens a byte stream to a port of a pod: one WebSocket through the API server, without a local port.
 *
 * It resolves when the container runtime has the request. It is not known then whether the port accepts the connection: the protocol
 * reports a refusal, milliseconds later, but never an acceptance. A refusal that comes in time rejects here. A later one destroys the
 * stream before its first byte. An error of the stream never ends the process; a late reader finds it in `stream.errored`.
 *
 * @throws PluginError; the same errors destroy an open stream: `connection-refused` inside the pod, `pod-gone`, `api-server-closed`,
 * `tunnel-cut`, `connection-lost` (reset by the server), `tunnel-failed` (proxy, node, protocol); while opening also `unauthorized`,
 * `forbidden`, `throttled`, `api-error`, `api-unreachable`, `api-certificate`, `deadline`, `cancelled` and what `credentials()` throws.
 */
export async function openTunnel(
	cluster: Cluster,
	address: PodAddress,
	{ signal, timeoutMs, heartbeat = DEFAULT_HEARTBEAT }: OpenTunnelOptions,
): Promise<Duplex> {
	let step: OpeningStep = { kind: "credentials" };
	const onStep = (next: OpeningStep) => {
		// The refusal of an earlier attempt says more than the step of a later one.
		if (step.kind !== "pause" || next.kind === "confirmation") step = next;
	};
	const deadline = startDeadline(timeoutMs, signal, () =>
		lateError(step, address, cluster.server, timeoutMs),
	);
	try {
		const upgrading = { signal: deadline.signal, onStep };
		const socket = await upgrade(cluster, address, upgrading);
		onStep({ kind: "confirmation" });
		const stream = new TunnelStream(socket, {
			port: address.port,
			heartbeat,
			explain: (end) =>
				explainEnd(end, address, {
					pod: () => readPodEvidence(cluster, address),
					port: () => dialAgain(cluster, address),
				}),
		});
		return await confirmed(stream, deadline.signal);
	} finally {
		deadline.end();
	}
}

async function confirmed(
	stream: TunnelStream,
	signal: AbortSignal,
): Promise<TunnelStream> {
	try {
		await untilAborted(stream.confirmed, signal);
		return stream;
	} catch (error) {
		stream.destroy();
		throw error;
	}
}
