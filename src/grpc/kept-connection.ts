import { PluginError } from "../errors.ts";
import type { Channel } from "./channel.ts";

/** One connection to a pod, for calls one after the other and side by side. */
export type KeptConnection = {
	/** The channel, opened anew where the last one takes no more calls. Rejects as opening did, and once it is closed. */
	readonly take: () => Promise<Channel>;
	readonly close: () => void;
};

/** No new attempt sooner than this after a failed one, and calls fail meanwhile (INITIAL_BACKOFF of grpc/grpc doc/connection-backoff.md). */
const BACKOFF_MS = 1_000;

/** Keeps one connection open, as a client's channel does: whoever asks while it is being opened gets the same. */
export function keepConnection(
	open: () => Promise<Channel>,
	now: () => number = performance.now.bind(performance),
): KeptConnection {
	let channel: Channel | undefined;
	let opening: Promise<Channel> | undefined;
	let retryMs = 0;
	let state: "kept" | "closed" = "kept";
	const reopen = async () => {
		try {
			channel = await open();
			opening = undefined;
			return channel;
		} catch (error) {
			retryMs = now() + BACKOFF_MS;
			throw error;
		}
	};
	return {
		async take() {
			if (state === "closed")
				throw new PluginError("cancelled", "the connection was closed here");
			if (channel?.takesCalls()) return channel;
			if (retryMs > 0 && now() >= retryMs) {
				retryMs = 0;
				opening = undefined;
			}
			opening ??= reopen();
			return opening;
		},
		close() {
			state = "closed";
			channel?.close();
			// One that is still being opened comes later.
			opening?.then(
				(late) => late.close(),
				() => undefined,
			);
		},
	};
}
