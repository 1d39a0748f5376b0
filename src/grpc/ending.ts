import type { ClientHttp2Stream } from "node:http2";

const ENDINGS = ["trailers", "close"] as const;

/**
 * Lets the listeners that `attach` adds hear of a stream's end only when all data before it was handed on.
 * grpc-js reports a status other than OK the moment trailers come and forgets the messages that a slow reader has
 * not asked for yet; what had arrived before an error must still be shown. `onEnding` is called at the end's first
 * sign: whoever reads must then read on without pause, which is bounded by the flow-control window.
 */
export function delayEnding<T>(
	stream: ClientHttp2Stream,
	attach: () => T,
	onEnding: () => void,
): T {
	const held: (() => void)[] = [];
	let released = false;
	const hold = (deliver: () => void): void => {
		if (released) return deliver();
		held.push(deliver);
		onEnding();
	};
	// grpc-js hands messages on from tick to tick, so a turn of the event loop after the last data all have been.
	const release = () =>
		setImmediate(() => {
			released = true;
			for (const deliver of held.splice(0)) deliver();
		});
	const attached = interpose(stream, attach, hold);
	stream.once("end", release);
	stream.once("close", release);
	return attached;
}

function interpose<T>(
	stream: ClientHttp2Stream,
	attach: () => T,
	hold: (deliver: () => void) => void,
): T {
	const own = ENDINGS.map((event) => stream.listeners(event));
	const attached = attach();
	for (const [at, event] of ENDINGS.entries()) {
		for (const listener of stream.listeners(event)) {
			if (own[at]?.includes(listener)) continue;
			stream.removeListener(event, asListener(listener));
			stream.on(event, (...heard: unknown[]) =>
				hold(() => void Reflect.apply(listener, stream, heard)),
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
