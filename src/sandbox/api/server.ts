import { createServer } from "node:https";
import type { Socket } from "node:net";
import type { KeyPair } from "../certificate/certificate.ts";
import type { ApiContext } from "./exchange.ts";
import { findForwarded, handleRequest } from "./handler.ts";
import { tunnelAcceptor } from "./port-forward/upgrade.ts";

/** The API server on a loopback port. It can be stopped and started again at the same address. */
export type ApiServer = {
	/** Listens on a free port the first time, and on the same port later. */
	start(): Promise<void>;
	/** Cuts every connection, including watches and port-forwards, and refuses new ones. */
	stop(): Promise<void>;
	/** The port; 0 before the first start. */
	port(): number;
};

/** Creates an API server for a control plane. It does not listen yet. */
export function createApiServer(
	context: ApiContext,
	{ cert, key }: KeyPair,
): ApiServer {
	const acceptTunnel = tunnelAcceptor(context);
	const sockets = new Set<Socket>();
	let port = 0;
	const server = createServer({ cert, key }, (request, response) => {
		void handleRequest(context, request, response);
	});
	// Watches and followed logs may be silent for any time.
	server.requestTimeout = 0;
	server.keepAliveTimeout = 60_000;
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	server.on("tlsClientError", () => {});
	server.on("upgrade", (request, socket, head) =>
		acceptTunnel(request, socket, head, () => findForwarded(context, request)),
	);
	return {
		start: () =>
			new Promise((resolve, reject) => {
				server.once("error", reject);
				server.listen(port, "127.0.0.1", () => {
					server.off("error", reject);
					const address = server.address();
					if (address && typeof address === "object") port = address.port;
					resolve();
				});
			}),
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
		port: () => port,
	};
}
