// An API server with only what the tunnel uses: the upgrade for port-forward, which each test answers in its own way, and GET
// of a pod.
import { once } from "node:events";
import {
	createServer as createHttp,
	Agent as HttpAgent,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { createServer as createHttps, Agent as HttpsAgent } from "node:https";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import type {
	Cluster,
	Credentials,
} from "../../../../src/kubernetes/cluster.ts";
import { createAuthority } from "../../../certificates/authority.ts";
import { listenOnLoopback } from "../../../loopback.ts";

/** The kubelet's end of one tunnel. */
export type FakeTunnel = {
	readonly socket: WebSocket;
	readonly port: number;
	/** Sends the port on both channels, as the kubelet does first. */
	confirm(): void;
	data(bytes: Uint8Array | string): void;
	errorText(text: string): void;
};

export type Answer = {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
};

export type FakeOptions = {
	readonly scheme?: "http" | "https";
	readonly subprotocols?: readonly string[];
	/** Default: confirms and echoes. */
	readonly forward?: (tunnel: FakeTunnel) => void;
	/** Answers an upgrade over plain HTTP; undefined upgrades it. */
	readonly refuse?: (request: IncomingMessage) => Answer | "never" | undefined;
	/** Answers GET of the pod. By default the pod is running. */
	readonly pod?: () => Answer;
};

export type FakeApiServer = {
	readonly cluster: Cluster;
	/** Upgrade requests in their order. */
	readonly upgrades: readonly IncomingMessage[];
	/** How often a pod was asked for. */
	readonly inquiries: () => number;
	/** How many TLS handshakes there were, and how many of them resumed a session. */
	readonly handshakes: () => { readonly all: number; readonly resumed: number };
	/** Cuts every connection without a closing handshake. */
	cut(): void;
	/** Stops listening, then cuts every connection, as when an API server is killed. */
	kill(): Promise<void>;
	stop(): Promise<void>;
};

/** The API server's answer for a pod that does not exist any more. */
export const NO_POD: Answer = {
	status: 404,
	body: JSON.stringify({
		kind: "Status",
		reason: "NotFound",
		message: 'pods "pod-a" not found',
	}),
};

export const RUNNING_POD = {
	metadata: { name: "pod-a", namespace: "shop", uid: "uid-1" },
	status: {
		phase: "Running",
		containerStatuses: [{ name: "main", state: { running: {} } }],
	},
};

/** Starts the server on a free port of loopback. */
export async function startApiServer(
	options: FakeOptions = {},
): Promise<FakeApiServer> {
	const { scheme = "http" } = options;
	const { server, agent } =
		scheme === "https"
			? await secureServer()
			: { server: createHttp(), agent: new HttpAgent({ keepAlive: true }) };
	const sockets = new Set<Duplex>();
	const upgrades: IncomingMessage[] = [];
	const handshakes = { all: 0, resumed: 0 };
	let inquiries = 0;

	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
	});
	server.on("secureConnection", (socket: TLSSocket) => {
		handshakes.all += 1;
		if (socket.isSessionReused()) handshakes.resumed += 1;
	});
	server.on("request", (_, response: ServerResponse) => {
		inquiries += 1;
		const answer = options.pod?.() ?? {
			status: 200,
			body: JSON.stringify(RUNNING_POD),
		};
		response.writeHead(answer.status, answer.headers).end(answer.body);
	});
	server.on("upgrade", (request, socket: Duplex, head: Buffer) => {
		upgrades.push(request);
		answerUpgrade(options, request, socket, head);
	});
	const port = await listenOnLoopback(server);

	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	const kill = async () => {
		const closed = once(server, "close");
		server.close();
		cut();
		await closed;
	};
	return {
		cluster: clusterAt(`${scheme}://127.0.0.1:${port}`, agent),
		upgrades,
		inquiries: () => inquiries,
		handshakes: () => handshakes,
		cut,
		kill,
		stop: async () => {
			agent.destroy();
			if (server.listening) await kill();
		},
	};
}

/**
 * Returns a cluster whose token contains the number of its renewal. Like the real one, it renews a refused token once for all
 * requests that it was refused for.
 */
export function clusterAt(
	server: string,
	agent: HttpAgent = server.startsWith("https:")
		? new HttpsAgent()
		: new HttpAgent(),
): Cluster {
	let renewals = 0;
	const held = () => ({
		headers: {
			Authorization: `Bearer token-${renewals}`,
			"Impersonate-Group": ["a", "b"],
		},
		agent,
	});
	let last: Credentials = held();
	return {
		server,
		serverOrigin: 'context "test"',
		namespace: "shop",
		userName: "jane",
		requestTimeoutMs: 0,
		credentials: async (refused) => {
			if (refused !== last) return last;
			renewals += 1;
			last = held();
			return last;
		},
		connectAhead: () => {},
		close: () => agent.destroy(),
	};
}

/** Forwards to a real TCP port as the container runtime does: pieces of 32 KiB at most, with backpressure. */
export function forwardTo(port: number): (tunnel: FakeTunnel) => void {
	return (tunnel) => {
		tunnel.confirm();
		const target = connect({ port, host: "127.0.0.1" });
		target.on("data", (bytes) => {
			tunnel.data(bytes);
			if (tunnel.socket.bufferedAmount > 64 * 1024) target.pause();
			setImmediate(() => target.resume());
		});
		tunnel.socket.on("message", (message: Buffer) =>
			target.write(message.subarray(1)),
		);
		target.on("close", () => tunnel.socket.close(1000));
		target.on("error", (error) => tunnel.errorText(error.message));
		tunnel.socket.on("close", () => target.destroy());
	};
}

async function secureServer(): Promise<{ server: Server; agent: HttpsAgent }> {
	const authority = await createAuthority();
	const { certificate, key } = await authority.issue({
		commonName: "kubernetes",
		names: ["127.0.0.1"],
	});
	return {
		server: createHttps({ cert: certificate, key }),
		agent: new HttpsAgent({ keepAlive: true, ca: authority.certificate }),
	};
}

function answerUpgrade(
	{ refuse, forward = echo, subprotocols }: FakeOptions,
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer,
): void {
	socket.on("error", () => {});
	const answer = refuse?.(request);
	if (answer === "never") return;
	if (answer !== undefined) {
		socket.end(plainAnswer(answer));
		return;
	}
	const upgrader = new WebSocketServer({
		noServer: true,
		handleProtocols: (offered) =>
			subprotocols === undefined
				? ([...offered][0] ?? false)
				: (subprotocols[0] ?? false),
	});
	const url = new URL(request.url ?? "", "http://fake");
	const port = Number(url.searchParams.get("ports"));
	upgrader.handleUpgrade(request, socket, head, (webSocket) => {
		webSocket.on("error", () => {});
		forward(fakeTunnel(webSocket, port));
	});
}

function fakeTunnel(socket: WebSocket, port: number): FakeTunnel {
	const send = (channel: number, bytes: Uint8Array) =>
		socket.send(Buffer.concat([Uint8Array.of(channel), bytes]));
	return {
		socket,
		port,
		confirm: () => {
			send(0, Uint8Array.of(port & 0xff, port >> 8));
			send(1, Uint8Array.of(port & 0xff, port >> 8));
		},
		data: (bytes) => send(0, Buffer.from(bytes)),
		errorText: (text) => send(1, Buffer.from(text)),
	};
}

function echo(tunnel: FakeTunnel): void {
	tunnel.confirm();
	tunnel.socket.on("message", (message: Buffer) =>
		tunnel.data(message.subarray(1)),
	);
}

function plainAnswer({ status, headers = {}, body = "" }: Answer): string {
	const lines = Object.entries({
		...headers,
		"Content-Length": Buffer.byteLength(body),
		Connection: "close",
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	return `HTTP/1.1 ${status} Answer\r\n${lines.join("")}\r\n${body}`;
}
