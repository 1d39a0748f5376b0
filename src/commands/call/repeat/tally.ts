import { type PodName, podNameOf } from "../../../cli/pod-name.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import type { PluginError } from "../../../errors.ts";
import type { Channel, RpcStatus } from "../../../grpc/channel.ts";
import type { TransportFact } from "../../../grpc/transport.ts";
import { addLatency, type Latencies, newLatencies } from "./latencies.ts";

/** The calls that ended with one status. */
export type StatusTally = {
	readonly code: number;
	readonly name: string;
	/** The message of the first such call. */
	readonly message: string;
	readonly latencies: Latencies;
};

/** The parts of an error that statistics and recordings have. */
type Refusal = Pick<PluginError, "message" | "hint"> &
	Pick<RpcStatus, "quoted">;

/** What is counted of the calls of one pod while they run. */
export type PodTally = {
	readonly pod: PodName;
	/** Whether the pod is expected to serve. */
	readonly counted: PodOfMany["counted"];
	/** `package.Service/Method`. Undefined until the schema is read. */
	method: string | undefined;
	/** By the name of the status. */
	readonly statuses: Map<string, StatusTally>;
	/** The number of messages that were received. */
	received: number;
	connections: number;
	/** The transport of the latest connection. */
	transport: TransportFact | undefined;
	/** Milliseconds since the run began. Infinite until a call has ended. */
	firstStartMs: number;
	lastEndMs: number;
	/** Why the pod was not called, or not called to the end, and what to do about that. */
	refusal: Refusal | undefined;
};

/** A call that has ended. */
export type Measured = {
	readonly status: Pick<RpcStatus, "code" | "name" | "message">;
	readonly received: number;
	/** Milliseconds since the run began. */
	readonly startMs: number;
	readonly endMs: number;
};

/** Returns a tally without calls. */
export function newTally(pod: PodOfMany): PodTally {
	return {
		pod: podNameOf(pod),
		counted: pod.counted,
		method: undefined,
		statuses: new Map(),
		received: 0,
		connections: 0,
		transport: undefined,
		firstStartMs: Number.POSITIVE_INFINITY,
		lastEndMs: Number.NEGATIVE_INFINITY,
		refusal: undefined,
	};
}

/** Counts a connection. */
export function countConnection(
	tally: PodTally,
	{ transport }: Pick<Channel, "transport">,
): void {
	tally.connections++;
	tally.transport = transport;
}

/** Returns how many calls have ended. */
export function callsOf({ statuses }: PodTally): number {
	return [...statuses.values()].reduce(
		(calls, { latencies }) => calls + latencies.count,
		0,
	);
}

/** Counts a call. */
export function count(
	tally: PodTally,
	{ status, received, startMs, endMs }: Measured,
): void {
	const { code, name, message } = status;
	let same = tally.statuses.get(name);
	if (same === undefined) {
		same = {
			code,
			name,
			// Some servers send a message with OK, and it says nothing.
			message: code === 0 ? "" : message,
			latencies: newLatencies(),
		};
		tally.statuses.set(name, same);
	}
	addLatency(same.latencies, endMs - startMs);
	tally.received += received;
	tally.firstStartMs = Math.min(tally.firstStartMs, startMs);
	tally.lastEndMs = Math.max(tally.lastEndMs, endMs);
}
