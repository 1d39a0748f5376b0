import { BUSY_HINT } from "../../grpc/busy-server.ts";
import type { CallOptions } from "../../grpc/channel.ts";
import { isNoMessage, NO_MESSAGE_HINT } from "../../grpc/no-message.ts";
import { hasStatusInHeaders, IN_HEADERS_HINT } from "../../grpc/no-trailers.ts";
import {
	isNonGrpc,
	NO_ROUTE_HINT,
	nonGrpcHint,
} from "../../grpc/non-grpc-answer.ts";
import { isSecret } from "../../grpc/secret-name.ts";
import { MAX_HEADER_LIST_BYTES } from "../../grpc/session.ts";
import { isReset, RESET_AFTER_GOAWAY } from "../../grpc/status.ts";
import {
	isUnaskedEncoding,
	UNASKED_ENCODING_HINT,
} from "../../grpc/unasked-encoding.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { formatBytes } from "../../render/bytes.ts";
import type { Served } from "./facts.ts";
import { HINT_WORDS } from "./hint-words.ts";
import type { Shown } from "./run-of.ts";
import type { StatusReport } from "./status-report.ts";

/** What is known about a call besides its status. */
export type Circumstances = {
	/** --max-msg-size. */
	readonly maxReceiveBytes: number;
	/** --max-time. Undefined: not given. */
	readonly deadlineMs: number | undefined;
	/** How long the call took, in milliseconds. */
	readonly callMs: number;
	/** --keepalive-time. Undefined: no PINGs were sent. */
	readonly keepaliveTimeMs: number | undefined;
	/** Whether the call carried metadata that may be a credential. */
	readonly credentials: "sent" | "none";
	/** --compress. */
	readonly compress: CallOptions["compress"];
	readonly served: Served;
};

/** Returns what is known about a call of this run. */
export function circumstancesOf(
	{ plan, args }: Pick<Shown, "plan" | "args">,
	served: Served,
	callMs: number,
): Circumstances {
	const { deadlineMs, metadata = [], compress } = plan.call;
	return {
		callMs,
		compress,
		maxReceiveBytes: args.flags["max-msg-size"],
		deadlineMs,
		keepaliveTimeMs: plan.channel.keepaliveTimeMs,
		credentials: metadata.some(([key]) => isSecret(key)) ? "sent" : "none",
		served,
	};
}

/**
 * Returns what to try for a status, if what was seen shows its cause. Returns nothing if the service itself decided the status.
 */
export function hintsFor(
	report: StatusReport,
	circumstances: Circumstances,
): readonly string[] {
	if (isNonGrpc(report)) return nonGrpcHints(report, circumstances);
	const { name, message, source } = report;
	switch (name) {
		case "UNIMPLEMENTED":
			return source === "server" ? unimplemented(report, circumstances) : [];
		// tonic answers OUT_OF_RANGE to a request over its limit.
		case "OUT_OF_RANGE":
		case "RESOURCE_EXHAUSTED":
			return HINT_WORDS.busy.test(message)
				? [BUSY_HINT]
				: tooLarge(report, circumstances);
		case "DEADLINE_EXCEEDED":
			return [deadline(report, circumstances)];
		case "UNAUTHENTICATED":
		case "PERMISSION_DENIED":
			return credentials(report, circumstances);
		case "UNAVAILABLE":
			if (HINT_WORDS.age.test(message)) return [TOO_OLD_HINT];
			if (HINT_WORDS.stop.test(message)) return [STOPPING_HINT];
			if (source === "channel") return lost(message, circumstances);
			return HINT_WORDS.proxy.test(message)
				? ["a proxy on the way says so: it does not reach the server behind it"]
				: [];
		// Go's net/http resets a stream this way at a panic in a handler and at its WriteTimeout. tonic does at a panic.
		case "INTERNAL":
		case "CANCELLED":
			if (hasStatusInHeaders(report)) return [IN_HEADERS_HINT];
			if (isNoMessage(report)) return [NO_MESSAGE_HINT];
			if (isUnaskedEncoding(report)) return [UNASKED_ENCODING_HINT];
			if (name === "CANCELLED" && HINT_WORDS.timeout.test(message))
				return [TIMEOUT_HINT];
			if (!isReset(report)) return [];
			return message === RESET_AFTER_GOAWAY
				? [STOPPING_HINT]
				: [RESET_HINT, ...tooLongToSend(report)];
		default:
			return [];
	}
}

/**
 * The largest share of a deadline that may be left when the deadline ends the call. grpc-timeout is rounded, and the server has
 * another clock.
 */
const EARLY = 0.1;

/** Returns the hint for DEADLINE_EXCEEDED. go-zero and others allow calls less time than a client may ask for. */
function deadline(
	{ source }: StatusReport,
	{ deadlineMs, callMs }: Circumstances,
): string {
	const others =
		"the deadline is the server's, or that of something on the way";
	if (deadlineMs === undefined) return `no --max-time was given: ${others}`;
	return source === "server" && callMs < deadlineMs * (1 - EARLY)
		? `--max-time was not over: ${others}`
		: "--max-time gives it longer";
}

const TIMEOUT_HINT =
	"a time-out of the server, which allows calls no longer, and nobody's cancellation: Server::timeout in tonic";

const RESET_HINT =
	"a server does so when its code for the call breaks off, as at a panic, or at a time-out of its HTTP server, as Go's WriteTimeout, and a proxy when it loses the server: their logs say more";

/**
 * grpc-go ends a call with INTERNAL_ERROR if its header fields are over the client's MAX_HEADER_LIST_SIZE, and by default it
 * logs nothing about it (http2_server.go, checkForHeaderListSize).
 */
function tooLongToSend({ name }: StatusReport): readonly string[] {
	return name === "INTERNAL"
		? [
				`grpc-go also when it would send more than ${formatBytes(MAX_HEADER_LIST_BYTES)} of metadata, or as long a status: no log of it says so`,
			]
		: [];
}

const TOO_OLD_HINT =
	"the server closes connections of a certain age, and with them the calls that have not ended within a grace: MaxConnectionAge and MaxConnectionAgeGrace in grpc-go, maxConnectionAge and its grace in grpc-java";

const STOPPING_HINT =
	"the server closes its connections, as one that stops does, and waits no longer for the call: a rollout or a restart";

/** Returns the hints for a lost connection. It recognizes the messages with which the channel ends its calls. */
function lost(
	message: string,
	{ keepaliveTimeMs }: Circumstances,
): readonly string[] {
	// `health` would find nothing wrong: the header fields of the health service are few and short.
	if (/^the server sent (more )?header fields/.test(message)) return [];
	if (/GOAWAY NO_ERROR/.test(message)) return [STOPPING_HINT];
	const tooMany =
		keepaliveTimeMs !== undefined && /GOAWAY ENHANCE_YOUR_CALM/.test(message);
	return [
		tooMany
			? "--keepalive-time sends more PINGs than the server takes: one in 5m is what gRPC's servers take by default"
			: `${INVOCATION} health tells what is wrong there`,
	];
}

function nonGrpcHints(
	report: StatusReport,
	circumstances: Circumstances,
): readonly string[] {
	const who = nonGrpcHint(report);
	return report.name === "UNIMPLEMENTED"
		? [
				who,
				"it may have no route for /PACKAGE.SERVICE/METHOD, or for this --authority",
			]
		: [who, ...credentials(report, circumstances)];
}

/**
 * Returns the hints for UNIMPLEMENTED. A server also sends it for an encoding that it does not support (PROTOCOL-HTTP2.md,
 * "Message-Encoding").
 */
function unimplemented(
	{ message }: StatusReport,
	{ compress, served }: Circumstances,
): readonly string[] {
	if (compress === "gzip" && HINT_WORDS.compression.test(message))
		return [
			"the server does not take compressed messages: leave out --compress",
		];
	switch (served.kind) {
		case "something-else":
			return served.hint;
		case "the-method":
			return [
				`the server's schema has the method, its code does not; ${INVOCATION} diff shows whether all pods serve the same`,
			];
		case "unknown":
			return [
				`${INVOCATION} list shows what the server has, and diff whether all pods serve the same, where they have reflection`,
				...(message === "" ? [NO_ROUTE_HINT] : []),
			];
	}
}

function tooLarge(
	{ source, message }: StatusReport,
	{ maxReceiveBytes }: Circumstances,
): readonly string[] {
	if (!HINT_WORDS.size.test(message)) return [];
	if (source === "channel")
		return [
			`--max-msg-size takes longer responses; here it is ${maxReceiveBytes} bytes`,
		];
	return HINT_WORDS.sending.test(message)
		? [
				"what the server would send is over its own limit: its response, or a request to a server behind it; no flag here changes that",
			]
		: [
				"the request is over the server's limit; --max-msg-size bounds responses alone",
			];
}

function credentials(
	{ name }: StatusReport,
	{ credentials: sent }: Circumstances,
): readonly string[] {
	if (name !== "UNAUTHENTICATED" && name !== "PERMISSION_DENIED") return [];
	if (sent === "none")
		return [
			"no credentials were sent; they go with -H 'authorization: Bearer …'",
		];
	return name === "UNAUTHENTICATED"
		? ["the credentials that were sent are not taken"]
		: [];
}
