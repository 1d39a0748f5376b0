import { Duplex } from "node:stream";

/** A stream with what node:http2 and grpc-js call on a socket. It does nothing: the agent has set the real socket up. */
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
