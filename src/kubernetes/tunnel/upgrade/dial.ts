import type {
	Agent,
	ClientRequest,
	IncomingMessage,
	OutgoingHttpHeaders,
} from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { WebSocket } from "ws";
import { abortError } from "../../../abort.ts";
import { callerHeaders } from "../../api/caller-headers.ts";
import { isStaleConnection } from "../../api/connection-error.ts";
import { readRefusalText } from "../../api/read-body.ts";
import type { Refusal } from "../../api/refusal.ts";
import { retryAfterOf } from "../../api/send-request.ts";
import type { Cluster, Credentials } from "../../cluster.ts";
import { logExchange } from "../../cluster-log.ts";
import { SUBPROTOCOL } from "../stream/channels.ts";

/** The result of an attempt to open the WebSocket. */
export type Dialled =
	/** Open and paused: nothing is read before `resume()`. */
	| { readonly kind: "open"; readonly socket: WebSocket }
	/** The server answered over plain HTTP and did not upgrade. */
	| { readonly kind: "refused"; readonly refusal: Refusal }
	/** The answer upgrades to something else, because a proxy on the way interferes. */
	| { readonly kind: "mangled"; readonly cause: Error }
	/** No connection, or a connection that broke before any answer. */
	| { readonly kind: "failed"; readonly cause: Error };

type DialOptions = {
	readonly signal: AbortSignal;
	/** Called when TCP and TLS are connected. Only the API server's answer is missing then. */
	readonly onConnected: () => void;
};

/** Maximum bytes read of a refusal. A Status is below 2 KiB; a proxy's page may be endless. */
const MAX_REFUSAL_BYTES = 16 * 1024;
/** Maximum bytes of a message. Container runtimes copy in pieces of 32 KiB, so a longer one is not theirs. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/**
 * Opens a WebSocket for a port-forward. Its TLS session comes from the agent's cache, and it uses an idle connection of the agent if
 * there is one.
 * @throws PluginError only when the signal aborts
 */
export async function dial(
	cluster: Cluster,
	path: string,
	credentials: Credentials,
	options: DialOptions,
): Promise<Dialled> {
	const url = new URL(cluster.server + path);
	// The request has no Accept header. The API server passes it on to the kubelet, which answers 406 unless any type is accepted.
	const headers = callerHeaders(credentials);
	for (;;) {
		const dialled = await attempt(url, headers, credentials.agent, {
			...options,
			log: cluster.log,
		});
		if (dialled !== "stale") return dialled;
	}
}

function attempt(
	url: URL,
	headers: OutgoingHttpHeaders,
	agent: Agent,
	options: DialOptions & Pick<Cluster, "log">,
): Promise<Dialled | "stale"> {
	return new Promise((resolve, reject) => {
		if (options.signal.aborted) return reject(abortError(options.signal));
		new WebSocket(url, SUBPROTOCOL, {
			agent,
			headers,
			perMessageDeflate: false,
			skipUTF8Validation: true,
			maxPayload: MAX_MESSAGE_BYTES,
			// Called within the constructor, before anything is sent.
			finishRequest: (request, socket) => {
				logExchange(options.log, url, request);
				whenConnected(request, options.onConnected);
				settle(request, socket, resolve);
				abortWith(options.signal, socket, reject);
				request.end();
			},
		});
	});
}

function settle(
	request: ClientRequest,
	socket: WebSocket,
	resolve: (dialled: Dialled | "stale") => void,
): void {
	let failure: "failed" | "mangled" = "failed";
	socket.once("upgrade", () => {
		failure = "mangled";
	});
	socket.once("open", () => {
		socket.pause();
		resolve({ kind: "open", socket });
	});
	// This listener stays: an error of an open socket is read from its close.
	socket.on("error", (cause) =>
		resolve(
			isStaleConnection(cause, request) ? "stale" : { kind: failure, cause },
		),
	);
	socket.once("unexpected-response", async (_, response: IncomingMessage) => {
		resolve({ kind: "refused", refusal: await readRefusal(response) });
		socket.terminate();
	});
}

async function readRefusal(response: IncomingMessage): Promise<Refusal> {
	return {
		status: response.statusCode ?? 0,
		body: await readRefusalText(response, MAX_REFUSAL_BYTES),
		retryAfterMs: retryAfterOf(response.headers["retry-after"]),
		location: response.headers.location,
	};
}

function abortWith(
	signal: AbortSignal,
	socket: WebSocket,
	reject: (error: Error) => void,
): void {
	const onAbort = () => {
		reject(abortError(signal));
		socket.terminate();
	};
	const forget = () => signal.removeEventListener("abort", onAbort);
	signal.addEventListener("abort", onAbort, { once: true });
	socket.once("open", forget);
	socket.once("close", forget);
}

function whenConnected(request: ClientRequest, onConnected: () => void): void {
	request.once("socket", (socket) => {
		if (request.reusedSocket || isConnected(socket)) onConnected();
		else
			socket.once(
				socket instanceof TLSSocket ? "secureConnect" : "connect",
				onConnected,
			);
	});
}

/** Whether a connection that was opened ahead is ready. TLS names its protocol once the handshake is done. */
function isConnected(socket: Socket): boolean {
	if (!(socket instanceof TLSSocket)) return !socket.connecting;
	return !socket.connecting && socket.getProtocol() !== "unknown";
}
