import type { ClientHttp2Stream } from "node:http2";

const ENDINGS = ["trailers", "close"] as const;

type Held = {
	readonly event: (typeof ENDINGS)[number];
	readonly deliver: () => void;
};

type EndingOptions<T> = {
	/** Adds the listeners that must hear of the end late. */
	readonly attach: () => T;
	/** Whether header fields have ended the stream. */
	readonly hasTrailers: () => boolean;
	/** Whether every message that was received has been delivered. */
	readonly isDelivered: () => boolean;
	/** Called at the first sign of the end. The reader must then read on without pause. */
	readonly onEnding: () => void;
	/** Called when the server has ended its side with data, and all of the data has been delivered. */
	readonly onNoTrailers: () => void;
};

/** The result of `attach`, and the function to call after each message that is delivered. */
export type DelayedEnding<T> = {
	readonly attached: T;
	readonly check: () => void;
};

/**
 * Delays the end of a stream for listeners until all data before it has been delivered. grpc-js reports a status other than OK as soon
 * as trailers come, and drops the messages that a slow reader has not requested yet. But messages before an error must still be shown.
 * The flow-control window limits the data that is read meanwhile.
 */
export function delayEnding<T>(
	stream: ClientHttp2Stream,
	{
		attach,
		hasTrailers,
		isDelivered,
		onEnding,
		onNoTrailers,
	}: EndingOptions<T>,
): DelayedEnding<T> {
	const held: Held[] = [];
	let dataIs: "coming" | "complete" | "cut-off" = "coming";
	let trailers: "to-come" | "none" = "to-come";
	const check = (): void => {
		if (dataIs === "coming" || !isDelivered()) return;
		for (const { event, deliver } of held.splice(0))
			if (dataIs === "complete" || event !== "trailers") deliver();
		if (trailers === "none") onNoTrailers();
	};
	const attached = interpose(stream, attach, (one) => {
		held.push(one);
		onEnding();
		check();
	});
	stream.once("end", () => {
		dataIs = "complete";
		check();
		// Without trailers the stream stays open while requests may be sent.
		setImmediate(() => {
			if (hasTrailers()) return;
			trailers = "none";
			onEnding();
			check();
		});
	});
	stream.prependOnceListener("close", () => {
		if (dataIs !== "coming") return;
		// Trailers with OK must not hide data that was lost with the connection.
		dataIs = "cut-off";
		if (hasTrailers()) giveRest(stream);
	});
	return { attached, check };
}

/**
 * Emits the unread data of a stream that was reset after its trailers. Servers do that when they answer before they have read all
 * requests. Nothing comes after trailers, so all data is there. Node reports no end in this case.
 */
function giveRest(stream: ClientHttp2Stream): void {
	for (let rest = stream.read(); rest !== null; rest = stream.read())
		stream.emit("data", rest);
	stream.emit("end");
}

/** Puts `hold` between the stream and each listener of its end that `attach` adds. */
function interpose<T>(
	stream: ClientHttp2Stream,
	attach: () => T,
	hold: (one: Held) => void,
): T {
	const own = ENDINGS.map((event) => stream.listeners(event));
	const attached = attach();
	for (const [at, event] of ENDINGS.entries()) {
		for (const listener of stream.listeners(event)) {
			if (own[at]?.includes(listener)) continue;
			stream.removeListener(event, asListener(listener));
			stream.on(event, (...heard: unknown[]) =>
				hold({
					event,
					deliver: () => void Reflect.apply(listener, stream, heard),
				}),
			);
		}
	}
	return attached;
}

/** EventEmitter returns its listeners as `Function` and accepts them only as a narrower type. */
// biome-ignore lint/complexity/noBannedTypes: the type that EventEmitter.listeners has
function asListener(listener: Function): (...heard: unknown[]) => void {
	return listener as (...heard: unknown[]) => void;
}
