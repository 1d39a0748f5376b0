import type { Frame } from "./frame.ts";

/** Maximum number of kept frames. A connection that opens has a handful, and one that sends more must not take more memory. */
const MAX_FRAMES = 100;

/** Keeps the frames of an attempt until it is known to be the chosen one. */
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
				// As in the wire tap, a listener that throws loses its frames but never breaks the connection.
			}
		},
	};
}
