import type { IncomingHttpHeaders } from "node:http2";
import { beginningOf } from "../cut-text.ts";
import { redirectTarget } from "../redirect-target.ts";
import type { RpcStatus } from "./channel.ts";
import { hasStatusInHeaders } from "./no-trailers.ts";
import {
	isChannelStatus,
	quotingStatus,
	type StatusText,
	statusOfHttp,
} from "./status.ts";

/** Maximum characters shown of a header field's value. */
const MAX_FIELD_CHARACTERS = 100;
/** The HTTP fields of an answer. */
type HttpAnswer = {
	readonly httpStatus: number;
	/** Empty when none was sent. */
	readonly contentType: string;
	/** The target of a redirect. Empty when there is none. */
	readonly location: string;
};

/** Reads the HTTP fields of an answer from its header fields. */
export function httpAnswer(headers: IncomingHttpHeaders): HttpAnswer {
	return {
		httpStatus: Number(headers[":status"]),
		contentType: headers["content-type"] ?? "",
		location: redirectTarget(headers.location),
	};
}

/**
 * Whether the header fields of an answer say gRPC (PROTOCOL-HTTP2.md, "Responses"). The type of gRPC-Web begins alike, but its framing
 * differs. Helidon answers an unknown method with HTTP status 404 and grpc-status 5 alone, which is not gRPC for grpc-go and grpc-java either.
 */
export function saysGrpc(headers: IncomingHttpHeaders): boolean {
	const { httpStatus, contentType } = httpAnswer(headers);
	if (/^application\/grpc(?:[+;]|$)/.test(contentType)) return true;
	return headers["grpc-status"] !== undefined && httpStatus !== 404;
}

const NON_GRPC = "the answer is not gRPC";
/** Matches a message of {@link nonGrpcStatus}, up to the body that it quotes. */
const IS_GRPC_WEB = /^[^"]* content-type "application\/grpc-web/;

/** Matches a body of grpc-gateway (runtime/errors.go, DefaultRoutingErrorHandler). */
const IS_GATEWAY =
	/"\{"code":\s?\d+,\s?"message":\s?"(?:Not Found|Method Not Allowed)",\s?"details":\s?\[\]\}"$/;

/** Returns who may have given such an answer and why, by the HTTP status in its message. */
export function nonGrpcHint({ message }: Pick<RpcStatus, "message">): string {
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
			return "something on the way redirects, and gRPC does not follow redirects: call the address that it points to, with --tls if that is https";
		// A router's answer for an unknown path, and also for an unknown service where Connect, Pekko, poem and Helidon route to it.
		case 404:
			return "an HTTP server that does not have this path answers like this: a Connect server that does not have the service, or one of Pekko, poem or Helidon, a web server, or a proxy or ingress on the way";
		// The answer of tower-http's TimeoutLayer, which many servers put before tonic.
		case 408:
			return "the call took longer than a time-out before its code: that of the server's own HTTP layer, such as tower-http's TimeoutLayer, or of a proxy";
		case 413:
			return "the request is over a limit of something on the way: a proxy or an ingress";
		case 429:
			return "something on the way limits how many requests it lets through: a proxy or an ingress";
		// grpc-java's server answers this itself, above 8 KiB by default (NettyServerBuilder.maxInboundMetadataSize).
		case 431:
			return "the metadata is over a limit, of the server or of a proxy on the way; grpc-java takes 8 KiB by default";
		case 500:
			return "an HTTP server answers like this when its code fails, and Vert.x when it does not have the method; so may something on the way, such as an httpd that speaks HTTP/1 to the server behind it";
		case 502:
		case 503:
		case 504:
			return "something on the way answered instead of the server: a proxy or an ingress that cannot reach the server, or does not speak HTTP/2 to it";
		default:
			return "something on the way answered instead of the server: a proxy, an ingress, or a web server on this port";
	}
}

/** Another cause of UNIMPLEMENTED without a message: Envoy sends it when it has no route. */
export const NO_ROUTE_HINT =
	"a proxy without a route for the call, or for this --authority, also answers like this";

/** Returns NaN when the message has no status. */
function httpStatusIn(message: string): number {
	return Number(/HTTP status (\d+)/.exec(message)?.[1]);
}

/**
 * Whether the channel answered because the server was not reached. Either the connection ended during the call, or something on the way
 * answered ({@link isNonGrpc}).
 */
export function isUnreached({
	source,
	name,
}: Pick<RpcStatus, "source" | "name">): boolean {
	return source === "channel" && name === "UNAVAILABLE";
}

/** Whether the connection ended during a call, which says nothing about the server's methods. */
export function isCutOff(
	status: StatusText & Pick<RpcStatus, "name">,
): boolean {
	return isUnreached(status) && !isNonGrpc(status);
}

/** Whether a status comes from {@link nonGrpcStatus}. */
export function isNonGrpc(status: StatusText): boolean {
	return isChannelStatus(status, NON_GRPC);
}

/**
 * Whether the server lacks the method, or answers as one that may. Vert.x's gRPC server sends a bare HTTP 500 (GrpcServerImpl), and one
 * in Tomcat sends UNIMPLEMENTED in its headers alone.
 */
export function mayLackMethod(status: RpcStatus): boolean {
	return (
		status.name === "UNIMPLEMENTED" ||
		hasStatusInHeaders(status, "UNIMPLEMENTED") ||
		(isNonGrpc(status) && httpStatusIn(status.message) === 500)
	);
}

/**
 * Returns the status for an answer that is not gRPC, often from a proxy or an ordinary web server. It quotes the `body`, to be escaped
 * where it is shown, or for a redirect the target.
 */
export function nonGrpcStatus(
	{ httpStatus, contentType, location }: HttpAnswer,
	body: string,
): RpcStatus {
	const type = beginningOf(contentType, MAX_FIELD_CHARACTERS);
	const said = type === "" ? "no content-type" : `content-type "${type}"`;
	const words =
		location === ""
			? body
			: `location: ${beginningOf(location, MAX_FIELD_CHARACTERS)}`;
	return quotingStatus(
		statusOfHttp(httpStatus),
		`${NON_GRPC}: HTTP status ${httpStatus}, ${said}`,
		words,
	);
}
