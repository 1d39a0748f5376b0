import { Duplex } from "node:stream";

/** A stream with the socket methods of node:http2 and grpc-js. They do nothing, since the agent has configured the socket. */
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
