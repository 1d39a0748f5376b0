import { EventEmitter } from "node:events";

/** One line that a container wrote. */
export type LogLine = {
	/** Milliseconds since the epoch. */
	readonly atMs: number;
	readonly text: string;
};

/** The output of one run of a container; the oldest lines go when it grows too long. */
export type ContainerLog = {
	write(text: string): void;
	/** The run is over: followers are told, nothing more comes. */
	close(): void;
	lines(): readonly LogLine[];
	/** Calls back for every line from now on, then once for the end; gives the way to stop. */
	follow(onLine: (line: LogLine) => void, onEnd: () => void): () => void;
};

/** Lines that a log keeps at most. */
const KEPT_LINES = 5000;

/** An empty log. */
export function createLog(): ContainerLog {
	const kept: LogLine[] = [];
	const emitter = new EventEmitter().setMaxListeners(0);
	let open = true;
	return {
		write: (text) => {
			const line = { atMs: Date.now(), text };
			kept.push(line);
			if (kept.length > KEPT_LINES) kept.shift();
			emitter.emit("line", line);
		},
		close: () => {
			open = false;
			emitter.emit("end");
		},
		lines: () => kept,
		follow: (onLine, onEnd) => {
			if (!open) {
				onEnd();
				return () => {};
			}
			emitter.on("line", onLine).once("end", onEnd);
			return () => emitter.off("line", onLine).off("end", onEnd);
		},
	};
}
