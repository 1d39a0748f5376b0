import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import { redirectTarget } from "../redirect-target.ts";
import type { RpcStatus } from "./channel.ts";
import { saysInHeaders } from "./no-trailers.ts";
import {
	channelSays,
	quotingStatus,
	type Saying,
	statusOfHttp,
} from "./status.ts";

/** Read of a body that is no gRPC, and shown of it. */
const MAX_BYTES = 1024;
const SHOWN_CHARACTERS = 160;
/** Shown of a header field's value. */
const MAX_FIELD_CHARACTERS = 100;
/** How long such a body is waited for. */
const PATIENCE_MS = 1000;

/** What HTTP says of an answer. */
type HttpAnswer = {
	readonly httpStatus: number;
	/** Empty: none was sent. */
	readonly contentType: string;
	/** Where a redirect points to. Empty: none was sent. */
	readonly location: string;
};

/** Reads an answer's header fields. */
export function httpAnswer(headers: IncomingHttpHeaders): HttpAnswer {
	return {
		httpStatus: Number(headers[":status"]),
		contentType: contentTypeOf(headers),
		location: redirectTarget(headers.location),
	};
}

/**
 * Whether an answer's header fields say gRPC (PROTOCOL-HTTP2.md, "Responses"); gRPC-Web begins alike and is framed otherwise. Helidon
 * answers a method that it does not have with HTTP status 404, grpc-status 5 and no more, which is no gRPC to grpc-go and grpc-java, too.
 */
export function saysGrpc(headers: IncomingHttpHeaders): boolean {
	const { httpStatus, contentType } = httpAnswer(headers);
	if (/^application\/grpc(?:[+;]|$)/.test(contentType)) return true;
	return headers["grpc-status"] !== undefined && httpStatus !== 404;
}

const FOREIGN = "the answer is not gRPC";
/** Of a message of {@link foreignStatus}, which quotes the body behind it. */
const IS_GRPC_WEB = /^[^"]* content-type "application\/grpc-web/;

/** Of grpc-gateway (runtime/errors.go, DefaultRoutingErrorHandler). */
const IS_GATEWAY =
	/"\{"code":\s?\d+,\s?"message":\s?"(?:Not Found|Method Not Allowed)",\s?"details":\s?\[\]\}"$/;

/** Who gave such an answer and why, by the HTTP status in its message. */
export function foreignHint({ message }: Pick<RpcStatus, "message">): string {
	if (IS_GRPC_WEB.test(message))
		return "a server or a proxy here speaks gRPC-Web, the gRPC of browsers: look for gRPC itself on another port, or behind it";
	if (IS_GATEWAY.test(message))
		return "grpc-gateway answers so, which has JSON in place of gRPC: look for gRPC itself on another port of this server, or for a proxy on the way that speaks HTTP/1 to it";
	switch (httpStatusIn(message)) {
		case 301:
		case 302:
		case 303:
		case 307:
		case 308:
			return "something on the way redirects, and gRPC follows no redirect: ask where it points to, with --tls if that is https";
		// What a router says of a path that it does not have: of a service, too, where Connect, Pekko, poem and Helidon route to it.
		case 404:
			return "an HTTP server without this path answers so: a Connect server that does not have the service, or one of Pekko, poem or Helidon, a web server, or a proxy or ingress on the way";
		// tower-http's TimeoutLayer, which many have before tonic.
		case 408:
			return "the call took longer than something before its code allows: a time-out of the server's own HTTP layer, as tower-http's TimeoutLayer, or of a proxy";
		case 413:
			return "the request is over a limit of something on the way: a proxy or an ingress";
		case 429:
			return "something on the way limits how many requests it lets through: a proxy or an ingress";
		// grpc-java's server answers so itself, over 8 KiB unless told otherwise (NettyServerBuilder.maxInboundMetadataSize).
		case 431:
			return "the metadata is over a limit, of the server or of a proxy on the way; grpc-java takes 8 KiB by default";
		case 500:
			return "an HTTP server answers so when its code fails, and Vert.x when it does not have the method; something on the way may, too, as httpd does that speaks HTTP/1 to the server behind it";
		case 502:
		case 503:
		case 504:
			return "something on the way answered in place of the server: a proxy or an ingress that may not reach the server behind it, or not speak HTTP/2 to it";
		default:
			return "something on the way answered in place of the server: a proxy, an ingress, or a web server on this port";
	}
}

/** What UNIMPLEMENTED without a message can be besides: Envoy says no more where it has no route. */
export const NO_ROUTE_HINT =
	"a proxy that has no route for it, or none for this --authority, answers so, too";

/** NaN: the message names none. */
function httpStatusIn(message: string): number {
	return Number(/HTTP status (\d+)/.exec(message)?.[1]);
}

/** Whether the channel answered for a server that was not reached: the connection ended under the question, or something on the way answered ({@link isForeign}). */
export function isUnreached({
	source,
	name,
}: Pick<RpcStatus, "source" | "name">): boolean {
	return source === "channel" && name === "UNAVAILABLE";
}

/** Whether the connection ended under a question, which tells nothing of what the server has. */
export function isCutOff(status: Saying & Pick<RpcStatus, "name">): boolean {
	return isUnreached(status) && !isForeign(status);
}

/** Whether a status is one of {@link foreignStatus}. */
export function isForeign(status: Saying): boolean {
	return channelSays(status, FOREIGN);
}

/**
 * Whether the server does not have the method, or says what one says that does not: Vert.x's gRPC server a bare HTTP 500 (GrpcServerImpl),
 * one in Tomcat UNIMPLEMENTED in its headers alone.
 */
export function mayLackMethod(status: RpcStatus): boolean {
	return (
		status.name === "UNIMPLEMENTED" ||
		saysInHeaders(status, "UNIMPLEMENTED") ||
		(isForeign(status) && httpStatusIn(status.message) === 500)
	);
}

/** The status for an answer that is no gRPC: often a proxy's, or an ordinary web server's. `body` is what it says, to be escaped where shown; a redirect says where to. */
export function foreignStatus(
	{ httpStatus, contentType, location }: HttpAnswer,
	body: string,
): RpcStatus {
	const type = contentType.slice(0, MAX_FIELD_CHARACTERS);
	const said = type === "" ? "no content-type" : `content-type "${type}"`;
	const words =
		location === ""
			? body
			: `location: ${location.slice(0, MAX_FIELD_CHARACTERS)}`;
	return quotingStatus(
		statusOfHttp(httpStatus),
		`${FOREIGN}: HTTP status ${httpStatus}, ${said}`,
		words,
	);
}

/** Calls back once with the beginning of a body as text on one line: when it is there, or there is none, or after a second. Gives what stops that. */
type ReadForeign = (onRead: (body: string) => void) => () => void;

/**
 * Keeps the beginning of a body for the case that it turns out to be no gRPC. Node may tell of data before it tells of the header
 * fields, and to grpc-js a page is a message of some hundred megabytes, after which it listens no more: the first piece is all there is.
 */
export function keepForeign(stream: ClientHttp2Stream): ReadForeign {
	let body: string | undefined;
	let tell = () => {};
	stream.prependOnceListener("data", (chunk: Buffer) => {
		body = excerptOf(chunk);
		tell();
	});
	return (onRead) => {
		const stop = () => {
			tell = () => {};
			clearTimeout(timer);
		};
		tell = () => {
			stop();
			onRead(body ?? "");
		};
		const timer = setTimeout(() => tell(), PATIENCE_MS);
		// Before grpc-js, to which an end without trailers is another failure.
		for (const event of ["end", "close"])
			stream.prependOnceListener(event, () => tell());
		if (body !== undefined) tell();
		return stop;
	};
}

/** The beginning of what should have been gRPC, as text on one line. */
export function excerptOf(bytes: Uint8Array): string {
	const beginning = Buffer.from(bytes.subarray(0, MAX_BYTES));
	const text = beginning.toString("utf8").replace(/\s+/g, " ").trim();
	return text.length > SHOWN_CHARACTERS
		? `${text.slice(0, SHOWN_CHARACTERS)}…`
		: text;
}

function contentTypeOf(headers: IncomingHttpHeaders): string {
	return String(headers["content-type"] ?? "");
}
