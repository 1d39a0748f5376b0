import { EventEmitter } from "node:events";

/** One line that a container wrote. */
export type LogLine = {
	/** Milliseconds since the epoch. */
	readonly atMs: number;
	readonly text: string;
};

/** The output of one run of a container. The oldest lines are dropped when it is too long. */
export type ContainerLog = {
	write(text: string): void;
	/** Ends the log and tells its followers. */
	close(): void;
	lines(): readonly LogLine[];
	/** Calls `onLine` for every later line, then `onEnd` once. Returns the function that ends this. */
	follow(onLine: (line: LogLine) => void, onEnd: () => void): () => void;
};

/** The largest number of lines in a log. */
const KEPT_LINES = 5000;

/** Creates an empty log. */
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
