import type { Frame, FrameDirection } from "./frame.ts";
import { createFrameReader } from "./frame-reader.ts";
import type { ByteObserver } from "./observed-stream.ts";

type WireTapOptions = {
	readonly onFrame?: ((frame: Frame) => void) | undefined;
	readonly headerBlocks?: "keep" | "drop" | undefined;
};

type Goaway = Extract<Frame, { type: "GOAWAY" }>;

/** Reads the clear-text bytes of one HTTP/2 connection passively. */
export type WireTap = {
	readonly observer: ByteObserver;
	/** The server's last GOAWAY so far. */
	readonly goaway: () => Goaway | undefined;
	/** This side's last GOAWAY. */
	readonly goawaySent: () => Goaway | undefined;
	/** Sets who is called with each later GOAWAY of this side. */
	readonly onGoawaySent: (listener: (goaway: Goaway) => void) => void;
};

/**
 * Creates a wire tap. It never throws into the data path. A listener that throws is not called again, since the bytes matter more than
 * their observation.
 */
export function createWireTap(options: WireTapOptions): WireTap {
	const goaways: { [Direction in FrameDirection]?: Goaway } = {};
	const { headerBlocks } = options;
	let listener = options.onFrame;
	let goawayListener: ((goaway: Goaway) => void) | undefined;
	const onFrame = (frame: Frame): void => {
		if (frame.type === "GOAWAY") {
			goaways[frame.direction] = frame;
			if (frame.direction === "sent") goawayListener?.(frame);
		}
		try {
			listener?.(frame);
		} catch {
			listener = undefined;
		}
	};
	return {
		observer: {
			onReceived: createFrameReader({
				direction: "received",
				headerBlocks,
				onFrame,
			}),
			onSent: createFrameReader({ direction: "sent", headerBlocks, onFrame }),
		},
		goaway: () => goaways.received,
		goawaySent: () => goaways.sent,
		onGoawaySent(added) {
			goawayListener = added;
		},
	};
}
