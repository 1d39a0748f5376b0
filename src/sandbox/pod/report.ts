import type { PodMessage } from "./messages.ts";

/** Tells the kubelet something; without one (the process was started by hand) nobody listens. */
export function report(message: PodMessage): void {
	if (process.connected) process.send?.(message);
}
