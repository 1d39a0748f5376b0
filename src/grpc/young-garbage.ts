import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes received between two collections: some of the 32 MiB that V8 lets buffers of short life grow to by itself. */
const STRETCH_BYTES = 4 * 1024 * 1024;

let collectYoung: (() => void) | undefined;

/**
 * Gives a function to be told of every chunk of a session. It frees what a long response leaves behind: each byte goes
 * through four buffers that live for a moment, and V8 counts their objects, which are small, before it frees them.
 */
export function collectAsReceived(): (chunk: Uint8Array) => void {
	let sinceBytes = 0;
	return ({ length }) => {
		sinceBytes += length;
		if (sinceBytes < STRETCH_BYTES) return;
		sinceBytes = 0;
		collectYoung ??= youngCollector();
		collectYoung();
	};
}

/** V8 gives its collector to contexts that are made once the flag is set. */
function youngCollector(): () => void {
	setFlagsFromString("--expose-gc");
	const collect: unknown = runInNewContext("gc");
	return typeof collect === "function"
		? () => collect({ type: "minor" })
		: () => {};
}
