import type { OutgoingHttpHeaders } from "node:http2";
import { USER_AGENT } from "../client-version.ts";
import { PluginError } from "../errors.ts";
import { timeLeftMs } from "./call-deadline.ts";
import type { CallOptions, ChannelOptions, RpcStatus } from "./channel.ts";
import { toHeaders } from "./metadata.ts";
import { requireSendable } from "./sendable.ts";
import { channelStatus, isChannelStatus, type StatusText } from "./status.ts";
import type { TransportFact } from "./transport.ts";
import { ACCEPTED_ENCODINGS } from "./unasked-encoding.ts";

/** The fields that all requests of a channel share. */
export type RequestBase = {
	readonly authority: string;
	readonly scheme: "http" | "https";
	readonly userAgent: string;
};

/** Returns the fields that the requests of a channel share over this transport. */
export function requestBase(
	{
		authority,
		userAgent = USER_AGENT,
	}: Pick<ChannelOptions, "authority" | "userAgent">,
	transport: TransportFact["kind"],
): RequestBase {
	const scheme = transport === "tls" ? "https" : "http";
	return { authority, scheme, userAgent };
}

/** A method's path is visible ASCII. No service's name contains anything else. */
const PATH = /^\/[\x21-\x7e]+$/;

/**
 * Returns the header fields of a request, as in grpc/grpc doc/PROTOCOL-HTTP2.md.
 * @throws PluginError `bad-input` for a path, an authority, a user-agent or metadata that cannot be sent
 */
export function requestHeaders(
	base: RequestBase,
	path: string,
	options: CallOptions,
): OutgoingHttpHeaders {
	if (!PATH.test(path))
		throw new PluginError(
			"bad-input",
			`${JSON.stringify(path)} is not the path of a gRPC method`,
			{ hint: ["a path is /package.Service/Method"] },
		);
	requireSendable("authority", base.authority);
	requireSendable("user-agent", base.userAgent);
	const { deadlineMs } = options;
	return {
		...toHeaders(options.metadata ?? []),
		":method": "POST",
		":scheme": base.scheme,
		":path": path,
		":authority": base.authority,
		te: "trailers",
		"content-type": "application/grpc",
		"user-agent": base.userAgent,
		"grpc-accept-encoding": ACCEPTED_ENCODINGS,
		...(options.compress === "gzip" ? { "grpc-encoding": "gzip" } : {}),
		...(deadlineMs === undefined
			? {}
			: {
					"grpc-timeout": encodeTimeout(timeLeftMs({ ...options, deadlineMs })),
				}),
	};
}

/** The size of each field besides its name and value. */
const FIELD_OVERHEAD_BYTES = 32;

/** Returns the size of header fields in bytes, counted as in RFC 9113 section 6.5.2. */
export function headerListBytes(fields: OutgoingHttpHeaders): number {
	let bytes = 0;
	for (const [name, value] of Object.entries(fields))
		for (const one of Array.isArray(value) ? value : [value])
			bytes += name.length + `${one}`.length + FIELD_OVERHEAD_BYTES;
	return bytes;
}

const METADATA_TOO_LONG = "the metadata is too long for the server";

/**
 * The status of a call whose header fields are over the server's limit. grpc-go and gRPC's core do not send such a request either.
 * Servers reset it, or close the connection without a reason.
 */
export function headersTooLong(bytes: number, limitBytes: number): RpcStatus {
	return channelStatus(
		"RESOURCE_EXHAUSTED",
		`${METADATA_TOO_LONG}: it would make header fields of ${bytes} bytes, and the server takes ${limitBytes} (MAX_HEADER_LIST_SIZE)`,
	);
}

/** Whether a status comes from {@link headersTooLong}. */
export function isHeadersTooLong(status: StatusText): boolean {
	return isChannelStatus(status, METADATA_TOO_LONG);
}

/** Encodes a timeout in the form of `grpc-timeout`: in milliseconds up to eight digits, else in seconds, rounded up. */
export function encodeTimeout(timeoutMs: number): string {
	const wholeMs = Math.max(1, Math.ceil(timeoutMs));
	return wholeMs < 1e8 ? `${wholeMs}m` : `${Math.ceil(wholeMs / 1000)}S`;
}
