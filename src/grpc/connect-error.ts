import { withinTime } from "../abort.ts";
import { asError, messageOf, PluginError, toPluginError } from "../errors.ts";
import { describeFirstBytes, type FirstBytes } from "./first-bytes.ts";
import { type TlsFailure, tlsError } from "./tls-error.ts";

type TlsEvidence = Omit<TlsFailure, "cause"> & {
	/** The protocol chosen by ALPN; undefined: none, or not yet. */
	readonly alpn: string | undefined;
};

/** The evidence about a connection on which HTTP/2 did not start. */
export type Evidence = {
	/** What the failing step threw. */
	readonly cause: unknown;
	/** The error that destroyed the stream below. A tunnel reports a refused connection this way, after it was opened. */
	readonly streamError: Error | undefined;
	/** The reason why this side gave up, if it did: a PluginError, `deadline` when time was up. */
	readonly abortReason: unknown;
	/** Whether the stream was opened. If not, nothing is known about the server. */
	readonly reached: boolean;
	/** The first clear-text bytes, of HTTP/2 or of another protocol. */
	readonly seen: FirstBytes;
	/** Whether a request was made as a last resort, because the server had sent nothing. */
	readonly isAsked: boolean;
	/** Undefined when TLS was not tried. */
	readonly tls: TlsEvidence | undefined;
};

/** Returns the error for the evidence: that of the stream, of our giving up, of TLS, or of the server's bytes. */
export function explainFailure(evidence: Evidence): PluginError {
	const { cause, streamError, abortReason, reached, seen, tls } = evidence;
	if (isTyped(streamError)) return streamError;
	if (abortReason !== undefined) return gaveUp(evidence, abortReason);
	if (!reached || isTyped(cause) || isBug(cause)) return toPluginError(cause);
	const byTls =
		tls && seen.kind === "nothing"
			? tlsError({ ...tls, cause: asError(cause) })
			: undefined;
	return byTls ?? notHttp2(evidence);
}

/** Whether an error already explains the failure. `connection-lost` says less than the bytes before it. */
function isTyped(error: unknown): error is PluginError {
	return error instanceof PluginError && error.code !== "connection-lost";
}

/** Whether an error is of our own code. Node's errors, of TLS and of streams, have a code. */
function isBug(error: unknown): boolean {
	return (
		(error instanceof TypeError ||
			error instanceof RangeError ||
			error instanceof ReferenceError) &&
		!("code" in error)
	);
}

function gaveUp(evidence: Evidence, reason: unknown): PluginError {
	const given = toPluginError(reason);
	const { cause, reached, seen, isAsked, tls } = evidence;
	if (given.code !== "deadline") return given;
	if (!reached)
		return isTyped(cause) && cause.code !== "cancelled" ? cause : given;
	if (tls && !tls.secured && tls.seen.kind !== "nothing")
		return new PluginError(
			"deadline",
			"the TLS handshake did not finish in time",
			{
				cause: reason,
				facts: given.facts,
			},
		);
	switch (seen.kind) {
		case "nothing":
			return silent(
				given,
				tls?.secured ? "the connection and TLS" : "the connection",
			);
		case "http2":
			return isAsked ? awaitsRequest(given) : given;
		default:
			return notHttp2(evidence);
	}
}

function silent(
	given: PluginError,
	accepted: "the connection" | "the connection and TLS",
): PluginError {
	const { timeoutMs, moreTime } = given.facts;
	const inTime =
		typeof timeoutMs === "number" ? withinTime(timeoutMs) : "in time";
	return new PluginError(
		"silent",
		`the server accepts ${accepted} and sends nothing ${inTime}`,
		{
			cause: given,
			facts: given.facts,
			hint: [
				"the process may hang, or what listens there is not a gRPC server",
				...(moreTime === undefined ? [] : [`if it is only slow: ${moreTime}`]),
			],
		},
	);
}

function awaitsRequest(given: PluginError): PluginError {
	return new PluginError(
		"silent",
		"the server sends its SETTINGS only once it has a request, and most gRPC clients make none before they have them",
		{
			cause: given,
			facts: given.facts,
			hint: [
				"a Go server behind cmux does so: let it match gRPC with MatchWithWriters and HTTP2MatchHeaderFieldSendSettings",
			],
		},
	);
}

function notHttp2({ cause, seen, tls }: Evidence): PluginError {
	if (seen.kind === "http2")
		return new PluginError(
			"connection-lost",
			`the connection ended while HTTP/2 began: ${messageOf(cause)}`,
			{ cause, quoted: toPluginError(cause).quoted },
		);
	const facts = {
		seen: seen.kind,
		...("line" in seen ? { line: seen.line } : {}),
	};
	const message =
		seen.kind === "nothing"
			? `the server ${tls?.secured ? "accepted TLS and closed" : "closed"} the connection without sending anything`
			: `the server ${describeFirstBytes(seen)}`;
	return new PluginError("not-http2", message, {
		cause,
		facts,
		hint: tls ? hintInTls(seen, tls) : hintInTheClear(seen),
	});
}

function hintInTls(
	seen: FirstBytes,
	{ secured, alpn }: TlsEvidence,
): readonly string[] {
	switch (seen.kind) {
		case "http1":
			return ["this port speaks HTTP/1 over TLS: gRPC is on another one"];
		case "nothing":
			return [
				"a proxy that terminates TLS does this when it cannot reach the server behind it",
				...(secured && alpn === undefined
					? [
							"no protocol was agreed on (ALPN), and some proxies then close the connection, such as hitch without h2 in its alpn-protos",
						]
					: []),
			];
		default:
			return [];
	}
}

function hintInTheClear(seen: FirstBytes): readonly string[] {
	switch (seen.kind) {
		case "tls":
		case "tls-alert":
			return ["try --tls"];
		case "nothing":
			return ["a server that requires TLS does this: try --tls"];
		case "http1":
			return seen.asksForTls
				? ["try --tls"]
				: ["this port speaks HTTP/1: gRPC is on another one"];
		default:
			return [];
	}
}
