import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import type { RpcStatus } from "./channel.ts";
import { quotingStatus, statusOfHttp } from "./status.ts";

/** Read of a body that is no gRPC, and shown of it. */
const MAX_BYTES = 1024;
const SHOWN_CHARACTERS = 160;
/** How long such a body is waited for. */
const PATIENCE_MS = 1000;

/** What HTTP says of an answer. */
type HttpAnswer = {
	readonly httpStatus: number;
	/** Empty: none was sent. */
	readonly contentType: string;
};

/** Reads an answer's header fields. */
export function httpAnswer(headers: IncomingHttpHeaders): HttpAnswer {
	return {
		httpStatus: Number(headers[":status"]),
		contentType: contentTypeOf(headers),
	};
}

/** Whether an answer's header fields say gRPC (PROTOCOL-HTTP2.md, "Responses"); gRPC-Web begins alike and is framed otherwise. */
export function saysGrpc(headers: IncomingHttpHeaders): boolean {
	return (
		headers["grpc-status"] !== undefined ||
		/^application\/grpc(?:[+;]|$)/.test(contentTypeOf(headers))
	);
}

const FOREIGN = "the answer is not gRPC";

/**
 * Who gave such an answer, by the name of its status. UNIMPLEMENTED is HTTP's 404: what a router says of a path that it does not have,
 * and so what a Connect server says of a service that it does not have.
 */
export function foreignHint(name: string): string {
	return name === "UNIMPLEMENTED"
		? "an HTTP server without this path answers so: a Connect server that does not have the service, a web server, or a proxy or ingress on the way"
		: "something on the way answered in place of the server: a proxy, an ingress, or a web server on this port";
}

/** Whether a status is one of {@link foreignStatus}. */
export function isForeign({
	source,
	message,
}: Pick<RpcStatus, "source" | "message">): boolean {
	return source === "channel" && message.startsWith(FOREIGN);
}

/** The status for an answer that is no gRPC: often a proxy's, or an ordinary web server's. `body` is what it says, to be escaped where shown. */
export function foreignStatus(
	{ httpStatus, contentType }: HttpAnswer,
	body: string,
): RpcStatus {
	const type = contentType.slice(0, 100);
	const said = type === "" ? "no content-type" : `content-type "${type}"`;
	return quotingStatus(
		statusOfHttp(httpStatus),
		`${FOREIGN}: HTTP status ${httpStatus}, ${said}`,
		body,
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
		body = excerptOf(chunk.subarray(0, MAX_BYTES));
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

function excerptOf(bytes: Uint8Array): string {
	const text = Buffer.from(bytes).toString("utf8").replace(/\s+/g, " ").trim();
	return text.length > SHOWN_CHARACTERS
		? `${text.slice(0, SHOWN_CHARACTERS)}…`
		: text;
}

function contentTypeOf(headers: IncomingHttpHeaders): string {
	return String(headers["content-type"] ?? "");
}
