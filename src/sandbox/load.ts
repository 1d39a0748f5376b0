import { connect } from "node:http2";
import type { Socket } from "node:net";

/** The request `{id: "42"}` of user.UserService/GetUser, in a gRPC frame. */
const GET_USER_42 = Buffer.from([0, 0, 0, 0, 4, 0x0a, 0x02, 0x34, 0x32]);

/**
 * Calls user.UserService/GetUser at a steady rate through one connection, as a client with a long-lived channel does. It ends with the
 * connection or when the returned function is called.
 */
export function startLoad(socket: Socket, callsPerSecond: number): () => void {
	const session = connect("http://pod", { createConnection: () => socket });
	const call = () => {
		if (session.closed || session.destroyed) return;
		const stream = session.request({
			":method": "POST",
			":path": "/user.UserService/GetUser",
			"content-type": "application/grpc",
			te: "trailers",
			"user-agent": "sandbox-load",
		});
		stream.on("error", () => {});
		stream.resume();
		stream.end(GET_USER_42);
	};
	const timer = setInterval(call, 1000 / callsPerSecond);
	const stop = () => {
		clearInterval(timer);
		session.destroy();
	};
	session.on("error", stop);
	session.once("close", () => clearInterval(timer));
	return stop;
}
