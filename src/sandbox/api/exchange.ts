import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { messageOf } from "../../errors.ts";
import type { Kubelet } from "../kubelet/kubelet.ts";
import type { Registry } from "../registry/registry.ts";
import { badRequest, StatusError } from "../registry/status-error.ts";
import type { Store } from "../store/store.ts";
import type { TokenUsers, User } from "./access/authentication.ts";
import { decodeKubernetesProtobuf } from "./protobuf/decode.ts";

/** What the API server works with. */
export type ApiContext = {
	readonly store: Store;
	readonly registry: Registry;
	readonly kubelet: Pick<Kubelet, "dial" | "containers">;
	readonly tokens: TokenUsers;
	readonly bookmarkEveryMs: number;
	/** Receives unexpected errors while a request is served. */
	readonly onError: (error: unknown) => void;
};

/** One request and what is needed to answer it. */
export type Exchange = {
	readonly context: ApiContext;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly url: URL;
	readonly user: User;
};

/** The largest body that is read (k8s.io/apiserver MaxRequestBodyBytes). */
const BODY_LIMIT_BYTES = 3 * 1024 * 1024;
/** Smaller answers are not compressed (k8s.io/apiserver defaultGzipThresholdBytes). */
const GZIP_THRESHOLD_BYTES = 128 * 1024;

/** Answers with JSON. A large body is compressed if the client accepts that. */
export function sendJson(
	{ request, response }: Pick<Exchange, "request" | "response">,
	code: number,
	body: object,
): void {
	const plain = Buffer.from(`${JSON.stringify(body)}\n`);
	const compress =
		plain.length > GZIP_THRESHOLD_BYTES &&
		/\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
	const bytes = compress ? gzipSync(plain, { level: 1 }) : plain;
	response.writeHead(code, {
		"content-type": "application/json",
		"content-length": bytes.length,
		"cache-control": "no-cache, private",
		...(compress
			? { "content-encoding": "gzip", vary: "Accept-Encoding" }
			: {}),
	});
	response.end(bytes);
}

/** Answers with plain text, such as `404 page not found`. */
export function sendText(
	{ response }: Pick<Exchange, "response">,
	code: number,
	text: string,
): void {
	response
		.writeHead(code, { "content-type": "text/plain; charset=utf-8" })
		.end(text);
}

/** Answers with an error. An error that carries no Status is sent as 500. */
export function sendError(
	exchange: Pick<Exchange, "request" | "response">,
	error: unknown,
): void {
	if (exchange.response.headersSent) {
		exchange.response.destroy();
		return;
	}
	const { status } = toStatusError(error);
	sendJson(exchange, status.code, status);
}

/** Converts anything that was thrown to an error with a Status. An unknown error becomes an internal error. */
export function toStatusError(error: unknown): StatusError {
	if (error instanceof StatusError) return error;
	const message = messageOf(error);
	return new StatusError(
		500,
		"InternalError",
		`Internal error occurred: ${message}`,
		{ causes: [{ message }] },
	);
}

/** Returns the object in a request's body, from JSON or protobuf; undefined for an empty body. @throws StatusError 400, 413, 415 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request) {
		if (!Buffer.isBuffer(chunk)) continue;
		bytes += chunk.length;
		if (bytes > BODY_LIMIT_BYTES)
			throw new StatusError(
				413,
				"RequestEntityTooLarge",
				`Request entity too large: limit is ${BODY_LIMIT_BYTES}`,
			);
		chunks.push(chunk);
	}
	if (bytes === 0) return undefined;
	return parseBody(
		request.headers["content-type"] ?? "application/json",
		Buffer.concat(chunks),
	);
}

function whyUnread(contentType: string): string {
	return contentType.startsWith("application/apply-patch")
		? "the sandbox has no server-side apply; kubectl apply without --server-side works"
		: `the sandbox cannot read this object as ${contentType}; kubectl create -f sends JSON`;
}

function parseBody(contentType: string, body: Buffer): unknown {
	if (contentType.startsWith("application/vnd.kubernetes.protobuf")) {
		const object = decodeKubernetesProtobuf(body);
		if (object) return object;
	}
	if (!/\bjson\b/.test(contentType))
		throw new StatusError(
			415,
			"UnsupportedMediaType",
			`the body of the request was in an unknown format - accepted media types include: application/json (${whyUnread(contentType)})`,
		);
	try {
		return JSON.parse(body.toString());
	} catch (error) {
		throw badRequest(
			`couldn't get version/kind; json parse error: ${messageOf(error)}`,
		);
	}
}
