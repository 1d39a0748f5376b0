import { type PodName, podNameOf } from "../../../cli/pod-name.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import type { Channel, RpcStatus } from "../../../grpc/channel.ts";
import type { TransportFact } from "../../../grpc/transport.ts";
import { addLatency, type Latencies, newLatencies } from "./latencies.ts";

/** The calls that ended with one status. */
export type StatusTally = {
	readonly code: number;
	readonly name: string;
	/** Of the first such call. */
	readonly message: string;
	readonly latencies: Latencies;
};

/** What is counted of the calls of one pod, while they go on. */
export type PodTally = {
	readonly pod: PodName;
	/** Whether it is missed where it is not called. */
	readonly counted: PodOfMany["counted"];
	/** `package.Service/Method`; undefined until the schema has told. */
	method: string | undefined;
	/** By the status's name. */
	readonly statuses: Map<string, StatusTally>;
	/** Messages received. */
	received: number;
	connections: number;
	/** Over the last of them. */
	transport: TransportFact | undefined;
	/** Milliseconds since the run began. Infinite as long as no call has ended. */
	firstStartMs: number;
	lastEndMs: number;
	/** Why the pod was not called, or no more. */
	unreachable: string | undefined;
	/** The server's words in that. */
	quoted: string | undefined;
	/** What to do about that, a line each. */
	hint: readonly string[];
};

/** A call that has ended. */
export type Measured = {
	readonly status: Pick<RpcStatus, "code" | "name" | "message">;
	readonly received: number;
	/** Milliseconds since the run began. */
	readonly startMs: number;
	readonly endMs: number;
};

/** Nothing counted yet. */
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
		unreachable: undefined,
		quoted: undefined,
		hint: [],
	};
}

/** Counts one more connection. */
export function countConnection(
	tally: PodTally,
	{ transport }: Pick<Channel, "transport">,
): void {
	tally.connections++;
	tally.transport = transport;
}

/** How many calls have ended. */
export function callsOf({ statuses }: PodTally): number {
	return [...statuses.values()].reduce(
		(calls, { latencies }) => calls + latencies.count,
		0,
	);
}

/** Counts one more call. */
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
