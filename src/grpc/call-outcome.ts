import type { IncomingHttpHeaders } from "node:http2";
import { type CallProgress, settle } from "./call-progress.ts";
import type { RpcStatus } from "./channel.ts";
import { endStatus } from "./channel-end.ts";
import { http2ErrorName } from "./http2-names.ts";
import { withoutTrailers } from "./no-trailers.ts";
import {
	channelStatus,
	decodeMessage,
	quotingStatus,
	RESET_AFTER_GOAWAY,
	RESET_WITH_CANCEL,
	serverStatus,
	statusName,
} from "./status.ts";

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
	void session.ended.then((end) => {
		progress.outcome = endStatus(end);
		settle(progress);
	});
}
