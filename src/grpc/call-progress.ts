import type { IncomingHttpHeaders } from "node:http2";
import type { Metadata, RpcStatus } from "./channel.ts";
import { fromHeaders } from "./metadata.ts";
import type { RequestBase } from "./request-headers.ts";
import type { ResponseQueue } from "./response-queue.ts";
import type { Session } from "./session.ts";

/** The parts of a channel that a call needs. */
export type CallContext = {
	readonly session: Session;
	readonly base: RequestBase;
	readonly maxReceiveBytes: number;
	/** Calls under way. */
	readonly active: Set<ActiveCall>;
};

/** How the channel acts on a call under way. */
export type ActiveCall = {
	/** Reports that the session is gone. */
	readonly disconnect: () => void;
	/** Ends the call with a status of the channel. */
	readonly end: (status: RpcStatus) => void;
};

const STATUS_FIELDS = [
	"grpc-status",
	"grpc-message",
	"grpc-status-details-bin",
];

/** The mutable state of a call: what was seen so far, and the promises of those who wait. */
export type CallProgress = {
	readonly context: CallContext;
	readonly queue: ResponseQueue;
	readonly headers: PromiseWithResolvers<Metadata>;
	readonly trailers: PromiseWithResolvers<Metadata>;
	readonly status: PromiseWithResolvers<RpcStatus>;
	/** Resolvers of messages handed to HTTP/2 that it has not accepted yet. */
	readonly writes: Set<() => void>;
	/** Removes timer, listener and registration when the call is over. */
	readonly cleanups: (() => void)[];
	/** The number of messages that grpc-js has parsed, and that it has delivered. */
	received: number;
	delivered: number;
	onDelivered: () => void;
	/** The number of messages for the reader: those before a message that is too long. */
	deliverable: number;
	/** Whether the data so far ends within a message. */
	isWithinMessage: () => boolean;
	/** Returns the status for a stream that the server left without looking at it. */
	statusBeyondGoaway: () => RpcStatus | undefined;
	encoding: string;
	/** The header block that began the response without ending it. */
	opening: IncomingHttpHeaders | undefined;
	/** The header block that ended the stream. */
	ending:
		| {
				readonly headers: IncomingHttpHeaders;
				/** Alternating names and values. */
				readonly raw: readonly string[];
		  }
		| undefined;
	/** Whether grpc-js used the status of {@link ending} for the call. */
	accepted: boolean;
	/** The status that this side decided on. It overrides all others. */
	verdict: RpcStatus | undefined;
	/** The deadline on performance.now(), and the status at the deadline. */
	deadline: { readonly atMs: number; readonly status: RpcStatus } | undefined;
	/** The status that grpc-js reported. */
	outcome: RpcStatus | undefined;
	/** `to-the-end`: the end is near, so messages are read whether or not the reader asks. */
	reading: "on-demand" | "to-the-end" | "over";
};

/** Returns the state of a call that has just begun. */
export function newProgress(
	context: CallContext,
	queue: ResponseQueue,
): CallProgress {
	return {
		context,
		queue,
		headers: Promise.withResolvers(),
		trailers: Promise.withResolvers(),
		status: Promise.withResolvers(),
		writes: new Set(),
		cleanups: [],
		received: 0,
		delivered: 0,
		onDelivered: () => {},
		deliverable: Number.POSITIVE_INFINITY,
		isWithinMessage: () => false,
		statusBeyondGoaway: () => undefined,
		encoding: "identity",
		opening: undefined,
		ending: undefined,
		accepted: false,
		verdict: undefined,
		deadline: undefined,
		outcome: undefined,
		reading: "on-demand",
	};
}

/** Reports the status once it is known. It waits for compressed messages, since one of them may turn out to be undecodable. */
export function settle(progress: CallProgress): void {
	const { queue, verdict, writes, cleanups } = progress;
	const status = verdict ?? progress.outcome;
	if (status === undefined || progress.reading === "over") return;
	if (verdict === undefined && queue.hasCompressed()) return;
	progress.reading = "over";
	for (const cleanup of cleanups) cleanup();
	queue.end();
	for (const resolve of writes) resolve();
	progress.headers.resolve([]);
	progress.trailers.resolve(
		fromHeaders(progress.ending?.raw ?? [], STATUS_FIELDS),
	);
	progress.status.resolve(status);
}
