import { type RawData, WebSocket } from "ws";
import { PluginError, toPluginError } from "../../../errors.ts";
import type { TunnelEnd } from "../loss/explain-end.ts";
import {
	type ChannelEvent,
	type ChannelReader,
	createChannelReader,
	dataMessage,
} from "./channels.ts";
import { type HeartbeatOptions, startHeartbeat } from "./heartbeat.ts";
import { SocketLike } from "./socket-like.ts";

type TunnelStreamOptions = {
	readonly port: number;
	readonly heartbeat: HeartbeatOptions;
	/** Returns the error for an end that the other side caused, or undefined when it is no error. Never rejects. */
	readonly explain: (end: TunnelEnd) => Promise<PluginError | undefined>;
};

type Phase =
	| { readonly kind: "open" }
	/** Ended or destroyed here, while the socket closes. */
	| { readonly kind: "closing" }
	/** Ended by the other side, while the reason is being found. */
	| { readonly kind: "explaining" }
	/** Ended normally by the other side. */
	| { readonly kind: "ended" }
	/** Ended by the other side with an error. The error comes after the data that arrived before it. */
	| { readonly kind: "failed"; readonly error: PluginError };

/** Milliseconds to wait for an answer to a close frame before the socket is cut. */
const CLOSE_GRACE_MS = 500;
/** Milliseconds to wait, after the start of an error text, for its rest and the close. */
const ERROR_GRACE_MS = 250;
const MAX_ERROR_BYTES = 4096;
/** Maximum bytes in one message. The kubelet's WebSocket holds a message in memory and accepts none over 32 MiB. */
const MAX_SENT_BYTES = 256 * 1024;

/** One port-forward as a byte stream, over an open and paused WebSocket. `end()` closes it, since v4 has no half-close. */
export class TunnelStream extends SocketLike {
	/** Resolves when the container runtime has the request. Rejects when the tunnel ends before, unless the server resets it. */
	readonly confirmed: Promise<void>;
	readonly #confirm = Promise.withResolvers<void>();
	readonly #socket: WebSocket;
	readonly #explain: TunnelStreamOptions["explain"];
	readonly #readChannels: ChannelReader;
	readonly #stopHeartbeat: () => void;
	#phase: Phase = { kind: "open" };
	#end: TunnelEnd | undefined;
	#pod: "silent" | "heard" = "silent";
	#errorText = Buffer.alloc(0);
	#whenExplained: (() => void)[] = [];

	constructor(socket: WebSocket, options: TunnelStreamOptions) {
		super({ allowHalfOpen: false });
		this.#socket = socket;
		this.#explain = options.explain;
		this.#readChannels = createChannelReader(options.port);
		this.confirmed = this.#confirm.promise;
		// An error may come before a reader listens. It stays in `errored` and must not end the process.
		this.confirmed.catch(() => {});
		this.on("error", () => {});
		socket.on("message", (message) => this.#onMessage(message));
		socket.once("close", (code, reason) =>
			this.#onClose(code, reason.toString()),
		);
		const { intervalMs, tolerated } = options.heartbeat;
		this.#stopHeartbeat = startHeartbeat(socket, options.heartbeat, () =>
			this.#cut({ kind: "silent", forMs: intervalMs * tolerated }),
		);
		socket.resume();
	}

	override _read(): void {
		if (this.#phase.kind === "failed") this.#failWhenRead(this.#phase.error);
		else if (this.#socket.isPaused) this.#socket.resume();
	}

	override _write(
		chunk: Buffer,
		_encoding: BufferEncoding,
		done: () => void,
	): void {
		this.#send(chunk, done);
	}

	override _writev(
		items: { readonly chunk: Buffer }[],
		done: () => void,
	): void {
		this.#send(Buffer.concat(items.map(({ chunk }) => chunk)), done);
	}

	override _final(done: () => void): void {
		if (this.#phase.kind === "open") {
			this.#socket.once("close", () => done());
			this.#leave();
		} else if (this.#phase.kind === "failed")
			this.#failWhenRead(this.#phase.error);
		else this.#afterExplanation(done);
	}

	override _destroy(
		error: Error | null,
		done: (error: Error | null) => void,
	): void {
		this.#confirm.reject(
			error ?? new PluginError("cancelled", "the tunnel was closed"),
		);
		if (this.#socket.readyState === WebSocket.CLOSED) {
			done(error);
			return;
		}
		this.#socket.once("close", () => done(error));
		this.#leave();
		// The rest of the data is discarded, so that the answer to our close frame is not stuck behind it.
		if (error === null) this.#socket.resume();
		else this.#socket.terminate();
	}

	#send(bytes: Buffer, done: () => void): void {
		const rest = bytes.subarray(MAX_SENT_BYTES);
		const message = dataMessage(bytes.subarray(0, MAX_SENT_BYTES));
		this.#socket.send(message, (error) => {
			if (error) this.#afterExplanation(done);
			else if (rest.length > 0) this.#send(rest, done);
			else done();
		});
	}

	/** Waits until the end is explained. Unsent data counts as sent, as with a closed TCP peer; the stream's end reports the error. */
	#afterExplanation(done: () => void): void {
		if (this.#phase.kind === "ended") done();
		else this.#whenExplained.push(done);
	}

	#onMessage(message: RawData): void {
		if (this.destroyed || this.#end?.kind === "violation") return;
		if (!Buffer.isBuffer(message)) return;
		for (const event of this.#readChannels(message)) this.#onEvent(event);
	}

	#onEvent(event: ChannelEvent): void {
		switch (event.kind) {
			case "confirmed":
				// A refusal often comes in the same packet. Then `confirmed` must reject with it.
				setImmediate(() => {
					if (this.#end === undefined) this.#confirm.resolve();
				});
				break;
			case "data":
				this.#pod = "heard";
				if (!this.push(event.bytes)) this.#socket.pause();
				break;
			case "error-text":
				this.#onErrorText(event.bytes);
				break;
			case "violation":
				this.#cut({ kind: "violation", reason: event.reason });
		}
	}

	#onErrorText(bytes: Buffer): void {
		const isFirst = this.#errorText.length === 0;
		this.#errorText = Buffer.concat([this.#errorText, bytes]).subarray(
			0,
			MAX_ERROR_BYTES,
		);
		this.#end = { kind: "error-text", text: this.#errorText.toString("utf8") };
		if (isFirst) this.#terminateAfter(ERROR_GRACE_MS);
	}

	#cut(end: TunnelEnd): void {
		this.#end ??= end;
		this.#socket.terminate();
	}

	#leave(): void {
		this.#phase = { kind: "closing" };
		this.#stopHeartbeat();
		this.#socket.close(1000);
		this.#terminateAfter(CLOSE_GRACE_MS);
	}

	#terminateAfter(graceMs: number): void {
		const timer = setTimeout(() => this.#socket.terminate(), graceMs);
		this.#socket.once("close", () => clearTimeout(timer));
	}

	#onClose(code: number, reason: string): void {
		this.#stopHeartbeat();
		if (this.#phase.kind === "closing") this.#endReading();
		else this.#onLost(this.#end ?? this.#endOf(code, reason));
	}

	/** Returns the end for a close code. `ws` reports 1006 when no close frame came (RFC 6455 section 7.1.5). */
	#endOf(code: number, reason: string): TunnelEnd {
		return code === 1006
			? { kind: "cut", pod: this.#pod }
			: { kind: "closed", code, reason };
	}

	#onLost(end: TunnelEnd): void {
		this.#phase = { kind: "explaining" };
		this.#explain(end).then(
			(error) => this.#onExplained(error),
			(cause) => this.#onExplained(toPluginError(cause)),
		);
	}

	#onExplained(error: PluginError | undefined): void {
		if (this.destroyed) return;
		if (error === undefined) {
			this.#phase = { kind: "ended" };
			this.#confirm.reject(
				new PluginError(
					"tunnel-failed",
					"the kubelet closed the tunnel before it forwarded anything",
				),
			);
			for (const done of this.#whenExplained) done();
			this.#endReading();
		} else {
			this.#phase = { kind: "failed", error };
			// Only a server that accepted the connection resets it.
			if (error.code === "connection-lost") this.#confirm.resolve();
			this.#failWhenRead(error);
		}
	}

	#endReading(): void {
		if (this.destroyed) return;
		this.push(null);
		// This stream was ended here and has no reader, so the rest must be discarded for `close` to come.
		if (this.writableEnded && this.readableFlowing === null) this.resume();
	}

	#failWhenRead(error: PluginError): void {
		const isAwaited = this.readableFlowing !== null && !this.writableEnded;
		// The empty push ends the pending read. The stream calls `_read` again when its reader has consumed more.
		if (isAwaited && this.readableLength > 0) this.push("");
		else this.destroy(error);
	}
}
