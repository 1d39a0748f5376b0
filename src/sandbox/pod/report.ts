import type { PodMessage } from "./messages.ts";

/** Sends a message to the kubelet. A process that was started by hand has no kubelet and sends nothing. */
export function report(message: PodMessage): void {
	if (process.connected) process.send?.(message);
}
