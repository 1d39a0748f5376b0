import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import type { Settings } from "./settings.ts";

/** An empty SETTINGS frame, then one whose length says 16 MiB − 1: more than any peer has allowed. */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const GARBAGE = Buffer.concat([
	Buffer.from([0xff, 0xff, 0xff, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff]),
	Buffer.alloc(1024, 0xaa),
]);

/** A listener that is not gRPC, for the `PROTOCOL` values that ask for one; undefined for `none`. Not yet listening. */
export function plainListener(
	protocol: Exclude<Settings["protocol"], "grpc">,
): Server | undefined {
	switch (protocol) {
		case "http1":
			return createHttpServer((_request, response) => response.end("hello\n"));
		case "silent":
			return tcpServer((socket) => socket.resume());
		case "malformed":
			return tcpServer((socket) =>
				socket.once("data", () => {
					socket.write(SETTINGS);
					socket.write(GARBAGE);
				}),
			);
		case "reset":
			return tcpServer((socket) => socket.resetAndDestroy());
		case "none":
			return undefined;
	}
}

function tcpServer(onConnection: (socket: Socket) => void): Server {
	return createServer((socket) => {
		// What the client does to the connection is no event of interest; unheard, it would end the process.
		socket.on("error", () => socket.destroy());
		onConnection(socket);
	});
}
