import type { Writable } from "node:stream";
import { write } from "./write.ts";

/** How much may be here before more has to wait, in characters or bytes. Longer writes are not faster. */
const MOST_SIZE = 64 * 1024;

/** Gathers what is written to a stream in one turn of the event loop. */
export type GatheredWrites = {
	readonly add: (data: string | Uint8Array) => void;
	/** Returns what to wait for before more is added; undefined while there is room. It rejects with the error of the stream. */
	readonly room: () => Promise<void> | undefined;
	/** Writes what waits. @throws the error of the stream */
	readonly flush: () => Promise<void>;
};

/** Returns the gathered writes to `out`. One chunk from a server can hold a thousand messages, and a write takes longer than one of them. */
export function gatherWrites(out: Writable): GatheredWrites {
	let waiting: (string | Uint8Array)[] = [];
	let size = 0;
	/** The size of the writes that the stream has not taken yet, which a slow reader makes wait for many turns. */
	let untaken = 0;
	let written = Promise.resolve();
	let state: "writing" | "failed" = "writing";
	let turn: NodeJS.Immediate | undefined;
	const flush = (): Promise<void> => {
		clearImmediate(turn);
		turn = undefined;
		if (waiting.length === 0) return written;
		const data = joined(waiting);
		const given = size;
		waiting = [];
		size = 0;
		untaken += given;
		written = written
			.then(() => write(out, data))
			.then(() => {
				untaken -= given;
			});
		// The next who waits gets the error.
		written.catch(() => {
			state = "failed";
		});
		return written;
	};
	return {
		add(data) {
			waiting.push(data);
			size += data.length;
			turn ??= setImmediate(flush);
		},
		room: () =>
			size + untaken >= MOST_SIZE || state === "failed" ? flush() : undefined,
		flush,
	};
}

function joined(pieces: readonly (string | Uint8Array)[]): string | Uint8Array {
	const [first = "", ...more] = pieces;
	if (more.length === 0) return first;
	const texts = pieces.filter((piece) => typeof piece === "string");
	return texts.length === pieces.length
		? texts.join("")
		: Buffer.concat(
				pieces.map((piece) =>
					typeof piece === "string" ? Buffer.from(piece) : piece,
				),
			);
}
