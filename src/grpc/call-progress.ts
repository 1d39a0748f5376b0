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

/** What a call needs of its channel. */
export type CallContext = {
	readonly session: Session;
	readonly base: RequestBase;
	readonly maxReceiveBytes: number;
	/** Calls under way. */
	readonly active: Set<ActiveCall>;
};

/** How the channel reaches a call under way. */
export type ActiveCall = {
	/** The session is gone. */
	readonly disconnect: () => void;
	/** Ends the call with a status of ours. */
	readonly end: (status: RpcStatus) => void;
};

const STATUS_FIELDS = [
	"grpc-status",
	"grpc-message",
	"grpc-status-details-bin",
];

/** A call's changing parts: what was seen so far, and who waits for what. */
export type CallProgress = {
	readonly context: CallContext;
	readonly queue: ResponseQueue;
	readonly headers: PromiseWithResolvers<Metadata>;
	readonly trailers: PromiseWithResolvers<Metadata>;
	readonly status: PromiseWithResolvers<RpcStatus>;
	/** Resolvers of messages handed to HTTP/2 and not yet taken. */
	readonly writes: Set<() => void>;
	/** Undoes timer, listener and registration when the call is over. */
	readonly cleanups: (() => void)[];
	/** Messages that grpc-js has parsed, and those it has handed on. */
	received: number;
	handedOn: number;
	onHandedOn: () => void;
	/** How many of them are the reader's: those before one that is too long. */
	taken: number;
	/** Whether the data so far breaks off within a message. */
	isWithinMessage: () => boolean;
	/** What the call ends with where the server has gone without looking at it. */
	leftBehind: () => RpcStatus | undefined;
	encoding: string;
	/** The header block that began the response and did not end it. */
	opening: IncomingHttpHeaders | undefined;
	/** The header block that ended the stream. */
	ending:
		| {
				readonly headers: IncomingHttpHeaders;
				/** Names and values in turn. */
				readonly raw: readonly string[];
		  }
		| undefined;
	/** Whether grpc-js took the status of {@link ending} as the call's. */
	accepted: boolean;
	/** The status that this side decided on; it goes before all others. */
	verdict: RpcStatus | undefined;
	/** When the call's time is up, by performance.now(), and what it then ends with. */
	deadline: { readonly atMs: number; readonly status: RpcStatus } | undefined;
	/** The status that grpc-js reported. */
	outcome: RpcStatus | undefined;
	/** Once the end is in sight, messages are taken whether or not somebody reads. */
	reading: "on-demand" | "to-the-end" | "over";
};

/** Gives the progress of a call that has just begun. */
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
		handedOn: 0,
		onHandedOn: () => {},
		taken: Number.POSITIVE_INFINITY,
		isWithinMessage: () => false,
		leftBehind: () => undefined,
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

/** What grpc-js says of ends that a server brought about, and would have readers look for elsewhere. */
const PLAINER: ReadonlyMap<string, string> = new Map([
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

/** grpc-js tells of most resets by number alone. */
function plainer(message: string): string {
	return (
		PLAINER.get(message) ??
		message.replace(
			/^Received RST_STREAM with code (\d+)$/,
			(said, code) => `${said} (${http2ErrorName(Number(code))})`,
		)
	);
}

/** The server's status where it stated one, else what grpc-js made of the stream's end. */
function outcomeOf(
	{
		accepted,
		opening,
		ending,
		deadline,
		isWithinMessage,
		leftBehind,
		context,
	}: CallProgress,
	code: number,
	message: string,
): RpcStatus {
	const stated = ending?.headers["grpc-status"];
	const name = statusName(code);
	// At the deadline that it was told a server resets the stream, or ends it so, and may be first (grpc-go: handleRSTStream, Health/Watch).
	if (
		name === "CANCELLED" &&
		deadline !== undefined &&
		performance.now() >= deadline.atMs
	)
		return deadline.status;
	if (!accepted || stated === undefined) {
		const left = leftBehind();
		if (left !== undefined) return left;
		if (ENDED_CALMLY.test(message)) return withoutTrailers(opening);
		const words = stated === undefined ? messageOf(ending?.headers) : "";
		const said = plainer(message);
		const isStopping = context.session.farewell() !== undefined;
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

/** What grpc-go calls an unexpected EOF. */
const CUT_SHORT = channelStatus(
	"INTERNAL",
	"the server ended the call with OK in the middle of a message",
);

/**
 * Takes the status that grpc-js reports and settles the call by it. When the session broke under the call, why it broke
 * says more than how the stream ended.
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

/** Tells the status once it is known. A compressed message may still turn out to be undecodable, so it is waited for. */
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
