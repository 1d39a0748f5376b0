import { createServer } from "node:https";
import type { Socket } from "node:net";
import type { ApiContext } from "./exchange.ts";
import { findForwarded, handleRequest } from "./handler.ts";
import { createTunnels } from "./port-forward/upgrade.ts";

/** The API server on a loopback port. It can be stopped and started again at the same address. */
export type ApiServer = {
	/** Listens on a free port the first time, and on the same port later. */
	start(): Promise<void>;
	/** Cuts every connection, including watches and port-forwards, and refuses new ones. */
	stop(): Promise<void>;
	/** The port; 0 before the first start. */
	port(): number;
	/** Cuts the port-forwards only. Returns how many there were. */
	cutTunnels(): number;
};

type Certificates = {
	readonly cert: string;
	readonly key: string;
	/** The authority that verifies client certificates. */
	readonly clientCa: string;
};

/** Creates an API server for a control plane. It does not listen yet. */
export function createApiServer(
	context: ApiContext,
	{ cert, key, clientCa }: Certificates,
): ApiServer {
	const tunnels = createTunnels(context);
	const sockets = new Set<Socket>();
	let port = 0;
	const server = createServer(
		{ cert, key, ca: clientCa, requestCert: true, rejectUnauthorized: false },
		(request, response) => {
			void handleRequest(context, request, response);
		},
	);
	// Watches and followed logs may be silent for any time.
	server.requestTimeout = 0;
	server.keepAliveTimeout = 60_000;
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	server.on("tlsClientError", () => {});
	server.on("upgrade", (request, socket, head) =>
		tunnels.accept(request, socket, head, () =>
			findForwarded(context, request),
		),
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
		cutTunnels: tunnels.cut,
	};
}
