import { Duplex } from "node:stream";
import { PluginError } from "../errors.ts";

/** Sees every byte pass, in both directions, before it is handed on. */
export type ByteObserver = {
	readonly onReceived: (chunk: Uint8Array) => void;
	readonly onSent: (chunk: Uint8Array) => void;
};

/**
 * Gives a Duplex with the bytes, backpressure and ending of `inner`, and an observer at its side. Destroying it destroys `inner`;
 * an error of `inner` becomes its own (`errored`), and an `inner` that closes without ending is an error too.
 */
export function observeStream(inner: Duplex, observer: ByteObserver): Duplex {
	const outer = new Duplex({
		read: () => void inner.resume(),
		write(chunk: Uint8Array, _encoding, done) {
			observer.onSent(chunk);
			inner.write(chunk, done);
		},
		// HTTP/2 writes a frame's head and payload apart: joined, they are one message of a tunnel and one TLS record.
		writev(chunks, done) {
			const joined = Buffer.concat(chunks.map(({ chunk }) => chunk));
			observer.onSent(joined);
			inner.write(joined, done);
		},
		final: (done) => void inner.end(done),
		destroy(error, done) {
			inner.destroy();
			done(error);
		},
	});
	inner.on("data", (chunk: Uint8Array) => {
		observer.onReceived(chunk);
		if (!outer.push(chunk)) inner.pause();
	});
	inner.on("end", () => outer.push(null));
	inner.on("error", (error) => outer.destroy(error));
	inner.on("close", () => {
		if (inner.readableEnded) return;
		outer.destroy(
			new PluginError("connection-lost", "the connection was closed"),
		);
	});
	// Whoever opened the stream may have seen it fail before anyone listened.
	if (inner.errored) outer.destroy(inner.errored);
	// The error is read from `errored`, by whoever holds the stream: it must not end the process meanwhile.
	outer.on("error", () => {});
	return outer;
}
