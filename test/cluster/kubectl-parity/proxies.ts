import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Socket } from "node:net";
import type { KeyPair } from "../../certificates/authority.ts";
import { listenOnLoopback } from "../../loopback.ts";

/** A proxy that connects every destination to one port on loopback, and records what was asked for. */
type RecordingProxy = {
	readonly url: string;
	/** `CONNECT host:port`, followed by the Proxy-Authorization when there was one. */
	readonly asked: readonly string[];
	close(): Promise<void>;
};

/** Starts an http proxy, or an https one when given a certificate. */
export async function startHttpProxy(
	targetPort: number,
	pair?: KeyPair,
): Promise<RecordingProxy> {
	const asked: string[] = [];
	const server = pair
		? createHttpsServer({ cert: pair.certificate, key: pair.key })
		: createHttpServer();
	const sockets = new Set<Socket>();
	server.on("connection", (socket) => sockets.add(socket));
	server.on("connect", (request, socket) => {
		const login = request.headers["proxy-authorization"];
		asked.push(`CONNECT ${request.url}${login ? ` as ${login}` : ""}`);
		const target = connect(targetPort, "127.0.0.1", () => {
			socket.write("HTTP/1.1 200 OK\r\n\r\n");
			socket.pipe(target).pipe(socket);
		});
		for (const each of [socket, target])
			each.on("error", () => target.destroy());
		sockets.add(target);
	});
	const port = await listenOnLoopback(server);
	return {
		url: `${pair ? "https" : "http"}://127.0.0.1:${port}`,
		asked,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, "close");
		},
	};
}

/** Starts a SOCKS 5 proxy without authentication (RFC 1928): greeting, then one CONNECT to a name or an IPv4 address. */
export async function startSocksProxy(
	targetPort: number,
): Promise<RecordingProxy> {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
		socket.once("data", () => {
			socket.write(Uint8Array.of(5, 0));
			socket.once("data", (request) => {
				asked.push(`CONNECT ${destinationOf(Buffer.from(request))}`);
				const target = connect(targetPort, "127.0.0.1", () => {
					socket.write(Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
					socket.pipe(target).pipe(socket);
				});
				target.on("error", () => socket.destroy());
				sockets.add(target);
			});
		});
	});
	const port = await listenOnLoopback(server);
	return {
		url: `socks5://127.0.0.1:${port}`,
		asked,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, "close");
		},
	};
}

function destinationOf(request: Buffer): string {
	const isName = request[3] === 3;
	const length = isName ? (request[4] ?? 0) : 4;
	const start = isName ? 5 : 4;
	const host = isName
		? request.subarray(start, start + length).toString("latin1")
		: [...request.subarray(start, start + length)].join(".");
	return `${host}:${request.readUInt16BE(start + length)}`;
}
