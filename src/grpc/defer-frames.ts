import type { Frame } from "./frame.ts";

/** A connection that opens has a handful; one that sends more before it is open is not waited for with more memory. */
const MAX_FRAMES = 100;

/** Keeps the frames of a connection that may not be the one, until it is known to be. */
export function deferFrames(onFrame: ((frame: Frame) => void) | undefined): {
	readonly onFrame: (frame: Frame) => void;
	readonly deliver: () => void;
} {
	let waiting: Frame[] | undefined = [];
	return {
		onFrame(frame) {
			if (waiting === undefined) onFrame?.(frame);
			else if (waiting.length < MAX_FRAMES) waiting.push(frame);
		},
		deliver() {
			const kept = waiting ?? [];
			waiting = undefined;
			try {
				for (const frame of kept) onFrame?.(frame);
			} catch {
				// As in the wire tap: a listener that throws costs itself the frames, never the connection.
			}
		},
	};
}
