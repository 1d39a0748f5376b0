import { PluginError } from "../errors.ts";
import type { ChannelEnd, RpcStatus } from "./channel.ts";
import { http2ErrorName } from "./http2-names.ts";
import { channelStatus, quoting, quotingStatus } from "./status.ts";
import type { WireTap } from "./wire-tap.ts";

/** An error code of RFC 9113 section 7. */
const COMPRESSION_ERROR = 9;

type GoawayEnd = Extract<ChannelEnd, { readonly kind: "goaway" }>;

function goawayEnd({
	errorCode,
	lastStreamId,
	debug,
}: NonNullable<ReturnType<WireTap["goaway"]>>): GoawayEnd {
	return { kind: "goaway", code: errorCode, lastStreamId, debug };
}

/** Returns why a session is over: the GOAWAY that was seen, or what broke. */
export function endOf(
	tap: WireTap,
	failure: Error | null | undefined,
): ChannelEnd {
	const goaway = tap.goaway();
	if (goaway) return goawayEnd(goaway);
	if (failure instanceof PluginError) return { kind: "lost", error: failure };
	return {
		kind: "lost",
		error: new PluginError("connection-lost", lossOf(tap, failure), {
			cause: failure,
		}),
	};
}

function lossOf(tap: WireTap, failure: Error | null | undefined): string {
	// EPIPE means a write after the server's close, before that close was read.
	if (!failure || ("code" in failure && failure.code === "EPIPE"))
		return "the server closed the connection without a GOAWAY";
	if (tap.goawaySent()?.errorCode === COMPRESSION_ERROR)
		return "the server sent header fields that cannot be read: one is longer than 64 KiB, or they are broken";
	// This is nghttp2's own limit and no rule of HTTP/2.
	if (/continuation frames/i.test(failure.message))
		return "the server sent more header fields than are taken at a time: they fill more than nine frames, some 144 KiB";
	// This is nghttp2's verdict on what the server sent.
	if ("code" in failure && failure.code === "ERR_HTTP2_ERROR")
		return `the server broke the rules of HTTP/2 (${failure.message.toLowerCase()})`;
	return `the connection broke: ${failure.message}`;
}

/** Returns a channel's end as an error. */
export function endError(end: ChannelEnd): Error {
	switch (end.kind) {
		case "closed-here":
			return new PluginError("cancelled", "the channel was closed here");
		case "lost":
			return end.error;
		case "goaway": {
			const { code, lastStreamId, debug } = end;
			return new PluginError(
				"connection-lost",
				quoting(goawayText(end), debug),
				{ quoted: debug || undefined, facts: { code, lastStreamId } },
			);
		}
		default:
			return end satisfies never;
	}
}

/** Returns the status of a call that the end of the channel cut off. */
export function endStatus(end: ChannelEnd): RpcStatus {
	return end.kind === "goaway"
		? quotingStatus("UNAVAILABLE", goawayText(end), end.debug)
		: channelStatus("UNAVAILABLE", endError(end).message);
}

function goawayText({ code, lastStreamId }: GoawayEnd): string {
	return `the server ended the connection: GOAWAY ${http2ErrorName(code)}, last stream ${lastStreamId}`;
}

/** Returns the status of a call after the server's GOAWAY; undefined before that. */
export function goawayStatus(tap: WireTap): RpcStatus | undefined {
	const goaway = tap.goaway();
	return goaway && endStatus(goawayEnd(goaway));
}
