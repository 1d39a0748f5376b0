import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Makes a server listen on a free port of loopback and returns the port. The caller closes the server. */
export async function listenOnLoopback(server: Server): Promise<number> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string")
		throw new Error("a TCP server has a port");
	return address.port;
}

/** Returns a port of loopback on which nobody listens. It was in use a moment ago, so it is free. */
export async function freePort(): Promise<number> {
	const server = createServer();
	const port = await listenOnLoopback(server);
	server.close();
	await once(server, "close");
	return port;
}
