import { createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { listenOnLoopback } from "../loopback.ts";

/** Listens on loopback and returns the port. When the test is over, the server is closed and every socket destroyed. */
export async function listen(server: Server): Promise<number> {
	const sockets = new Set<Socket>();
	server.on("connection", (socket: Socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		socket.on("close", () => sockets.delete(socket));
	});
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return listenOnLoopback(server);
}

/** Starts a TCP server that passes each connection to `onSocket`, and returns its port. */
export function tcpServer(onSocket: (socket: Socket) => void): Promise<number> {
	return listen(createServer(onSocket));
}
