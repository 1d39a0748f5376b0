import type { OutgoingHttpHeaders } from "node:http2";
import { PluginError } from "../errors.ts";
import type { CallOptions } from "./channel.ts";
import { ACCEPTED_ENCODINGS } from "./message.ts";
import { toHeaders } from "./metadata.ts";

/** What all requests of a channel have in common. */
export type RequestBase = {
	readonly authority: string;
	readonly scheme: "http" | "https";
	readonly userAgent: string;
};

/** A method's path is visible ASCII: anything else could not have come from a service's name. */
const PATH = /^\/[\x21-\x7e]+$/;
/** Of other characters HTTP/2 makes other ones, or a stream that is reset. */
const AUTHORITY = /^[\x21-\x7e]*$/;
const USER_AGENT = /^[\x20-\x7e]*$/;
const MAX_TIMEOUT_DIGITS = 8;

/**
 * Gives the header fields of a request as grpc/grpc doc/PROTOCOL-HTTP2.md lists them.
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
	requireSendable("authority", base.authority, AUTHORITY);
	requireSendable("user-agent", base.userAgent, USER_AGENT);
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
		...(options.deadlineMs === undefined
			? {}
			: { "grpc-timeout": encodeTimeout(options.deadlineMs) }),
	};
}

function requireSendable(field: string, value: string, allowed: RegExp): void {
	if (allowed.test(value)) return;
	throw new PluginError(
		"bad-input",
		`the ${field} ${JSON.stringify(value)} cannot be sent: it has characters that HTTP/2 does not carry`,
		{ hint: [`--${field} sets it`] },
	);
}

/** A timeout in the finest unit whose value has no more than eight digits, rounded up. */
export function encodeTimeout(timeoutMs: number): string {
	const units = [
		["m", 1],
		["S", 1000],
		["M", 60_000],
		["H", 3_600_000],
	] as const;
	const wholeMs = Math.max(1, Math.ceil(timeoutMs));
	for (const [unit, unitMs] of units) {
		const value = Math.ceil(wholeMs / unitMs);
		if (String(value).length <= MAX_TIMEOUT_DIGITS) return `${value}${unit}`;
	}
	return "99999999H";
}
