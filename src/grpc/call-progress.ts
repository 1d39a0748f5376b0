import type { IncomingHttpHeaders } from "node:http2";
import type { Metadata, RpcStatus } from "./channel.ts";
import { http2ErrorName } from "./http2-names.ts";
import { fromHeaders } from "./metadata.ts";
import { withoutTrailers } from "./no-trailers.ts";
import type { RequestBase } from "./request-headers.ts";
import type { ResponseQueue } from "./response-queue.ts";
import { endStatus, type Session } from "./session.ts";
import {
	channelStatus,
	decodeMessage,
	quotingStatus,
	RESET_AFTER_GOAWAY,
	RESET_WITH_CANCEL,
	serverStatus,
	statusName,
} from "./status.ts";

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

/** Clearer words for statuses of grpc-js whose text would mislead the reader about what the server did. */
const CLEARER_WORDS: ReadonlyMap<string, string> = new Map([
	["Call cancelled", RESET_WITH_CANCEL],
	[
		"Received HTTP status code 200",
		"the server ended the call without a grpc-status",
	],
	[
		"Bandwidth exhausted or memory limit exceeded",
		"the stream was reset with ENHANCE_YOUR_CALM: by the server, or here for more than 256 KiB of metadata",
	],
]);

/** Replaces grpc-js's words by clearer ones. It reports most resets by number only. */
function clearerWords(message: string): string {
	return (
		CLEARER_WORDS.get(message) ??
		message.replace(
			/^Received RST_STREAM with code (\d+)$/,
			(said, code) => `${said} (${http2ErrorName(Number(code))})`,
		)
	);
}

/** Returns the server's status if it sent one, else grpc-js's status for the end of the stream. */
function outcomeOf(
	{
		accepted,
		opening,
		ending,
		deadline,
		isWithinMessage,
		statusBeyondGoaway,
		context,
	}: CallProgress,
	code: number,
	message: string,
): RpcStatus {
	const stated = ending?.headers["grpc-status"];
	const name = statusName(code);
	// A server knows the deadline and may end the stream before our timer fires (grpc-go: handleRSTStream, Health/Watch).
	if (
		name === "CANCELLED" &&
		deadline !== undefined &&
		performance.now() >= deadline.atMs
	)
		return deadline.status;
	if (!accepted || stated === undefined) {
		const left = statusBeyondGoaway();
		if (left !== undefined) return left;
		if (ENDED_CALMLY.test(message)) return withoutTrailers(opening);
		const words = stated === undefined ? messageOf(ending?.headers) : "";
		const said = clearerWords(message);
		const isStopping = context.session.goawayStatus() !== undefined;
		return quotingStatus(
			name,
			isStopping && said === RESET_WITH_CANCEL ? RESET_AFTER_GOAWAY : said,
			words,
		);
	}
	const details = ending?.headers["grpc-status-details-bin"];
	const status = serverStatus(
		String(stated),
		messageOf(ending?.headers),
		details === undefined ? undefined : Buffer.from(String(details), "base64"),
	);
	return status.code === 0 && isWithinMessage() ? CUT_SHORT : status;
}

function messageOf(headers: IncomingHttpHeaders | undefined): string {
	return decodeMessage(String(headers?.["grpc-message"] ?? ""));
}

/** grpc-js's words for a stream that both sides have ended, or that was reset with NO_ERROR. */
const ENDED_CALMLY = /^Received RST_STREAM with code 0\b/;

/** The status that grpc-go calls an unexpected EOF. */
const CUT_SHORT = channelStatus(
	"INTERNAL",
	"the server ended the call with OK in the middle of a message",
);

/**
 * Takes the status that grpc-js reports and settles the call. When the session broke under the call, the session's end replaces the
 * status, since it says more.
 */
export function reportOutcome(
	progress: CallProgress,
	code: number,
	message: string,
): void {
	progress.outcome = outcomeOf(progress, code, message);
	const { session } = progress.context;
	if (progress.accepted || !session.isOver()) {
		settle(progress);
		return;
	}
	session.ended.then((end) => {
		progress.outcome = endStatus(end);
		settle(progress);
	});
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
