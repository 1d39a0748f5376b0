import type { Frame } from "./frame.ts";
import { createFrameReader } from "./frame-reader.ts";
import type { ByteObserver } from "./observed-stream.ts";

export type WireTapOptions = {
	readonly onFrame?: ((frame: Frame) => void) | undefined;
	readonly headerBlocks?: "keep" | "drop" | undefined;
};

/** Reads along on the clear-text bytes of one HTTP/2 connection. */
export type WireTap = {
	readonly observer: ByteObserver;
	/** The server's last GOAWAY so far. */
	readonly goaway: () => Extract<Frame, { type: "GOAWAY" }> | undefined;
};

/**
 * Gives a wire tap. It never throws into the data path: a listener that throws is not called again, as the bytes
 * matter more than their observation.
 */
export function createWireTap(options: WireTapOptions): WireTap {
	let goaway: Extract<Frame, { type: "GOAWAY" }> | undefined;
	let listener = options.onFrame;
	const onFrame = (frame: Frame): void => {
		if (frame.type === "GOAWAY" && frame.direction === "received")
			goaway = frame;
		try {
			listener?.(frame);
		} catch {
			listener = undefined;
		}
	};
	const headerBlocks = options.headerBlocks ?? "drop";
	return {
		observer: {
			onReceived: createFrameReader({
				direction: "received",
				headerBlocks,
				onFrame,
			}),
			onSent: createFrameReader({ direction: "sent", headerBlocks, onFrame }),
		},
		goaway: () => goaway,
	};
}
