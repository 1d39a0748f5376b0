import { once } from "node:events";
import {
	createServer as createHttpServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type SecureVersion, TLSSocket } from "node:tls";
import { promisify } from "node:util";
import { WebSocketServer } from "ws";
import type { Authority, KeyPair } from "../../../certificates/authority.ts";
import { listenOnLoopback } from "../../../loopback.ts";

/** The parts of a request that say who asks, and how. */
export type RecordedRequest = {
	readonly method: string;
	readonly url: string;
	/** Lower-case names; repeated headers keep their values apart. */
	readonly headers: Readonly<Record<string, readonly string[]>>;
	/** Server name the client asked for (SNI), undefined when it asked for none. */
	readonly sni: string | undefined;
	/** Common name of the client certificate. */
	readonly clientCertificate: string | undefined;
	readonly resumed: boolean;
};

export type RecordingServer = {
	readonly url: string;
	readonly port: number;
	readonly requests: readonly RecordedRequest[];
	/** How many connections have been opened. */
	connections(): number;
	/** How many of them are open. */
	open(): Promise<number>;
	close(): Promise<void>;
};

export type RecordingOptions = {
	/** Undefined: plain http. */
	readonly pair?: KeyPair;
	/** Asks for client certificates of this authority, and also accepts clients without one. */
	readonly clientAuthority?: Authority;
	readonly maxVersion?: SecureVersion;
	/** Accepts WebSockets and records their requests too. */
	readonly upgrade?: "accept";
	/** Default: an empty PodList. */
	readonly answer?: RequestListener;
};

const EMPTY_LIST = JSON.stringify({
	kind: "PodList",
	apiVersion: "v1",
	metadata: { resourceVersion: "1" },
	items: [],
});

/** Starts a server on a free port of loopback that records each request and answers it. */
export async function startRecordingServer(
	options: RecordingOptions = {},
): Promise<RecordingServer> {
	const requests: RecordedRequest[] = [];
	let connections = 0;
	const listener: RequestListener = (request, response) => {
		requests.push(recorded(request));
		if (options.answer) return options.answer(request, response);
		response.setHeader("content-type", "application/json");
		response.end(EMPTY_LIST);
	};
	const server = serverOf(options, listener);
	server.on(options.pair ? "secureConnection" : "connection", () => {
		connections += 1;
	});
	if (options.upgrade === "accept") {
		const webSockets = new WebSocketServer({ server });
		webSockets.on("connection", (_socket, request) => {
			requests.push(recorded(request));
		});
	}
	const port = await listenOnLoopback(server);
	return {
		url: `${options.pair ? "https" : "http"}://127.0.0.1:${port}`,
		port,
		requests,
		connections: () => connections,
		open: promisify(server.getConnections.bind(server)),
		close: async () => {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

function serverOf(
	{ pair, clientAuthority, maxVersion }: RecordingOptions,
	listener: RequestListener,
): Server {
	if (pair === undefined) return createHttpServer(listener);
	return createHttpsServer(
		{
			cert: pair.certificate,
			key: pair.key,
			requestCert: clientAuthority !== undefined,
			rejectUnauthorized: false,
			...(clientAuthority && { ca: clientAuthority.certificate }),
			...(maxVersion && { maxVersion }),
		},
		listener,
	);
}

function recorded(request: IncomingMessage): RecordedRequest {
	const { socket } = request;
	const isTls = socket instanceof TLSSocket;
	const sni: unknown = isTls && "servername" in socket && socket.servername;
	return {
		method: request.method ?? "",
		url: request.url ?? "",
		headers: Object.fromEntries(
			Object.entries(request.headersDistinct).map(([name, values]) => [
				name,
				values ?? [],
			]),
		),
		sni: typeof sni === "string" ? sni : undefined,
		clientCertificate: isTls ? commonName(socket) : undefined,
		resumed: isTls && socket.isSessionReused(),
	};
}

function commonName(socket: TLSSocket): string | undefined {
	const name: unknown = socket.getPeerCertificate()?.subject?.CN;
	return typeof name === "string" ? name : undefined;
}
