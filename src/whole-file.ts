import {
	closeSync,
	constants,
	createReadStream,
	openSync,
	readSync,
	statSync,
} from "node:fs";
import { stat } from "node:fs/promises";
import { Socket } from "node:net";

/** Maximum bytes of a file that is read whole: descriptors, proto source, certificates, kubeconfigs, headers. */
const MOST_BYTES = 256 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/**
 * Reads the whole file that a user names; it may be a pipe.
 * @throws Node's error for one that cannot be read; its code is EFBIG for one that is too large, or has no end
 */
export async function readWhole(file: string): Promise<Buffer> {
	const read: Buffer[] = [];
	let bytes = 0;
	for await (const piece of readPieces(file)) {
		bytes = checked(bytes + piece.length);
		read.push(piece);
	}
	return Buffer.concat(read);
}

/**
 * Yields the pieces of a file of any size. It may be a pipe.
 * @throws Node's error for a file that cannot be read, or when the signal aborts while the pipe has no writer
 */
export async function* readPieces(
	file: string,
	signal?: AbortSignal,
): AsyncGenerator<Buffer, void> {
	yield* (await stat(file)).isFIFO()
		? openPipe(file, signal)
		: createReadStream(file, { highWaterMark: PIECE_BYTES });
}

/** As {@link readWhole}, where nothing can be awaited. */
export const readWholeNow = (file: string): Buffer =>
	statSync(file).isFIFO() ? endedBySignals(() => readNow(file)) : readNow(file);

function readNow(file: string): Buffer {
	const read: Buffer[] = [];
	const descriptor = openSync(file, "r");
	try {
		for (let bytes = 0; ; ) {
			const piece = Buffer.allocUnsafe(PIECE_BYTES);
			const length = readSync(descriptor, piece);
			if (length === 0) return Buffer.concat(read);
			bytes = checked(bytes + length);
			read.push(piece.subarray(0, length));
		}
	} finally {
		closeSync(descriptor);
	}
}

/** Opens a pipe so that the event loop waits for its writer. A waiting thread would keep the process from ending. */
function openPipe(file: string, signal: AbortSignal | undefined): Socket {
	const flags = constants.O_RDONLY | constants.O_NONBLOCK;
	const fd = openSync(file, flags);
	return new Socket({ fd, readable: true, ...(signal && { signal }) });
}

/** Runs work that may block forever, such as reading a pipe without a writer. No listener could run meanwhile, so signals end the process. */
function endedBySignals<T>(work: () => T): T {
	const heard = (["SIGINT", "SIGTERM", "SIGHUP"] as const).flatMap((name) =>
		process.listeners(name).map((listener) => ({ name, listener })),
	);
	for (const { name, listener } of heard) process.off(name, listener);
	try {
		return work();
	} finally {
		for (const { name, listener } of heard) process.on(name, listener);
	}
}

function checked(bytes: number): number {
	if (bytes <= MOST_BYTES) return bytes;
	throw Object.assign(new Error("file too large"), { code: "EFBIG" });
}
