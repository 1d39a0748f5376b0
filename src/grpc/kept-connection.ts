import { PluginError } from "../errors.ts";
import type { Channel } from "./channel.ts";

/** One connection to a pod, for consecutive and concurrent calls. */
export type KeptConnection = {
	/** Returns the channel, or opens a new one when the last one takes no more calls. Rejects when opening fails, and after `close`. */
	readonly take: () => Promise<Channel>;
	readonly close: () => void;
};

/**
 * Milliseconds after a failed attempt in which calls fail without a new one (INITIAL_BACKOFF of grpc/grpc doc/connection-backoff.md).
 */
const BACKOFF_MS = 1_000;

/** Keeps one connection open, as a client's channel does. Callers that come while it is being opened share it. */
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
			// A connection that is still being opened is closed as soon as it is open.
			opening?.then(
				(late) => late.close(),
				() => undefined,
			);
		},
	};
}
