import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes received between two collections: some of the 32 MiB that V8 lets buffers of short life grow to by itself. */
const STRETCH_BYTES = 2 * 1024 * 1024;
/** V8 begins with 1 MiB for the young and doubles it each time that much has survived. */
const GROWTH = 8;
/** Every so many collections is a whole one: a message as text is too large for the space of the young. It takes some 10 ms. */
const STRETCHES_TO_WHOLE = 4;

type Collect = (type: "minor" | "major") => void;

let collect: Collect | undefined;

/**
 * Gives a function to be told of every chunk of a session. It frees what a long response leaves behind: each byte goes
 * through four buffers that live for a moment, and V8 counts their objects, which are small, before it frees them.
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
 * Has V8 give the young all the room that many connections need when it first runs out: each collection on the way there copies what
 * their handshakes have built so far, and waits for threads that a busy machine does not have.
 */
export function growYoungSpaceAtOnce(): void {
	setFlagsFromString(`--semi-space-growth-factor=${GROWTH}`);
}

/** V8 gives its collector to contexts that are made once the flag is set. */
function collector(): Collect {
	setFlagsFromString("--expose-gc");
	const gc: unknown = runInNewContext("gc");
	return typeof gc === "function" ? (type) => gc({ type }) : () => {};
}
