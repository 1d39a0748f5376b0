import { withinTime } from "../abort.ts";
import type { CallOptions, RpcStatus } from "./channel.ts";
import { channelStatus } from "./status.ts";

const MAX_TIMER_MS = 2 ** 31 - 1;

/** Returns the remaining time of a call in whole milliseconds: not below 0, and not more than a timer holds. */
export function timeLeftMs({
	deadlineMs,
	beganMs = performance.now(),
}: Pick<CallOptions, "beganMs"> & { readonly deadlineMs: number }): number {
	const leftMs = Math.ceil(beganMs + deadlineMs - performance.now());
	return Math.min(Math.max(leftMs, 0), MAX_TIMER_MS);
}

/** Returns the status of a call whose deadline has passed. */
export function outOfTime(deadlineMs: number): RpcStatus {
	return channelStatus(
		"DEADLINE_EXCEEDED",
		`the call did not end ${withinTime(deadlineMs)}`,
	);
}
