import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes received between two collections: a part of the 32 MiB to which V8 by itself lets short-lived buffers grow. */
const STRETCH_BYTES = 2 * 1024 * 1024;
/** Growth factor of V8's young generation. V8 starts with 1 MiB and doubles it each time that this much has survived. */
const GROWTH = 8;
/** One collection in this many is full, since a message as text is too large for the young generation. It takes some 10 ms. */
const STRETCHES_TO_WHOLE = 4;

type Collect = (type: "minor" | "major") => void;

let collect: Collect | undefined;

/**
 * Returns the function that receives every chunk of a session. It frees the garbage of a long response: each byte passes through four
 * short-lived buffers, and V8 frees them late, because it counts only their small objects.
 */
export function collectAsReceived(): (chunk: Uint8Array) => void {
	let sinceBytes = 0;
	let stretches = 0;
	return ({ length }) => {
		sinceBytes += length;
		if (sinceBytes < STRETCH_BYTES) return;
		sinceBytes = 0;
		stretches++;
		collect ??= collector();
		collect(stretches % STRETCHES_TO_WHOLE === 0 ? "major" : "minor");
	};
}

/**
 * Lets V8's young generation grow in one step to the size that many connections need. Otherwise each collection on the way copies the
 * state of their handshakes, and waits for threads that a busy machine does not have.
 */
export function growYoungSpaceAtOnce(): void {
	setFlagsFromString(`--semi-space-growth-factor=${GROWTH}`);
}

/** Returns V8's collector. V8 adds it only to contexts that are created after the flag is set. */
function collector(): Collect {
	setFlagsFromString("--expose-gc");
	const gc: unknown = runInNewContext("gc");
	return typeof gc === "function" ? (type) => gc({ type }) : () => {};
}
