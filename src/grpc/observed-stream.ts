import { Duplex } from "node:stream";
import { PluginError } from "../errors.ts";

/** Sees all bytes in both directions before they are handed on. */
export type ByteObserver = {
	readonly onReceived: (chunk: Uint8Array) => void;
	readonly onSent: (chunk: Uint8Array) => void;
};

/**
 * Returns a Duplex with the bytes, backpressure and end of `inner`, and with an observer. Destroying it destroys `inner`. An error of
 * `inner` becomes its own (`errored`), and an `inner` that closes without an end is an error, too.
 */
export function observeStream(inner: Duplex, observer: ByteObserver): Duplex {
	const outer = new Duplex({
		read: () => void inner.resume(),
		write(chunk: Uint8Array, _encoding, done) {
			observer.onSent(chunk);
			inner.write(chunk, done);
		},
		// HTTP/2 writes the head and the payload of a frame separately. Joined, they are one message of a tunnel and one TLS record.
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
	// The stream may have failed before this listener was added.
	if (inner.errored) outer.destroy(inner.errored);
	// The holder of the stream reads the error from `errored`. Until then it must not end the process.
	outer.on("error", () => {});
	return outer;
}
