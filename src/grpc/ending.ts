import type { ClientHttp2Stream } from "node:http2";

const ENDINGS = ["trailers", "close"] as const;

type Held = {
	readonly event: (typeof ENDINGS)[number];
	readonly deliver: () => void;
};

type EndingOptions<T> = {
	/** Adds the listeners whose news of the end is to wait. */
	readonly attach: () => T;
	/** Whether header fields have ended the stream. */
	readonly hasTrailers: () => boolean;
	/** Whether every message that was received has been handed on. */
	readonly isHandedOn: () => boolean;
	/** Called at the first sign of the end: whoever reads must now read on without pause. */
	readonly onEnding: () => void;
	/** Called when the server has ended its side with data, and all of it was handed on. */
	readonly onNoTrailers: () => void;
};

/** What was attached, and what to call when one more message was handed on. */
export type DelayedEnding<T> = {
	readonly attached: T;
	readonly check: () => void;
};

/**
 * Lets listeners hear of a stream's end only when all data before it was handed on. grpc-js reports a status other than
 * OK the moment trailers come and forgets the messages that a slow reader has not asked for yet; what had arrived before
 * an error must still be shown. What is read on meanwhile is bounded by the flow-control window.
 */
export function delayEnding<T>(
	stream: ClientHttp2Stream,
	{ attach, hasTrailers, isHandedOn, onEnding, onNoTrailers }: EndingOptions<T>,
): DelayedEnding<T> {
	const held: Held[] = [];
	let dataIs: "coming" | "complete" | "cut-off" = "coming";
	let trailers: "to-come" | "none" = "to-come";
	const check = (): void => {
		if (dataIs === "coming" || !isHandedOn()) return;
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
		// Without trailers the stream stays open as long as requests may be sent.
		setImmediate(() => {
			if (hasTrailers()) return;
			trailers = "none";
			onEnding();
			check();
		});
	});
	stream.prependOnceListener("close", () => {
		if (dataIs !== "coming") return;
		// Trailers that say OK must not stand for data that was lost with the connection.
		dataIs = "cut-off";
		if (hasTrailers()) giveRest(stream);
	});
	return { attached, check };
}

/**
 * Gives what a stream has not given when it was reset behind its trailers, as servers do that answer before they have read all requests.
 * Nothing comes after trailers, so all of it is there; Node tells of no end then.
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

/** EventEmitter gives its listeners out as `Function` and takes them back under a narrower type. */
// biome-ignore lint/complexity/noBannedTypes: the type that EventEmitter.listeners has
function asListener(listener: Function): (...heard: unknown[]) => void {
	return listener as (...heard: unknown[]) => void;
}
