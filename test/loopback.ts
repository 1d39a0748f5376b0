import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Has a server listen on a free port of loopback, and gives the port; who closes it is the caller's business. */
export async function listenOnLoopback(server: Server): Promise<number> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string")
		throw new Error("a TCP server has a port");
	return address.port;
}

/** A port of loopback on which nobody listens: somebody did a moment ago. */
export async function freePort(): Promise<number> {
	const server = createServer();
	const port = await listenOnLoopback(server);
	server.close();
	await once(server, "close");
	return port;
}
