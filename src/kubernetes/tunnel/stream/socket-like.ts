import { Duplex } from "node:stream";

/**
 * A stream with the socket methods that node:http2 and grpc-js call. They do nothing, since the agent has configured the real
 * socket.
 */
export class SocketLike extends Duplex {
	setNoDelay(): this {
		return this;
	}
	setKeepAlive(): this {
		return this;
	}
	setTimeout(): this {
		return this;
	}
	ref(): this {
		return this;
	}
	unref(): this {
		return this;
	}
}
