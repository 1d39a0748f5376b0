import { withinTime } from "../abort.ts";
import type { CallOptions, RpcStatus } from "./channel.ts";
import { channelStatus } from "./status.ts";

const MAX_TIMER_MS = 2 ** 31 - 1;

/** How much of a call's time is left, in whole milliseconds, as many as a timer takes. Not below 0. */
export function timeLeftMs({
	deadlineMs,
	beganMs = performance.now(),
}: Pick<CallOptions, "beganMs"> & { readonly deadlineMs: number }): number {
	const leftMs = Math.ceil(beganMs + deadlineMs - performance.now());
	return Math.min(Math.max(leftMs, 0), MAX_TIMER_MS);
}

/** What a call ends with whose time is up. */
export function outOfTime(deadlineMs: number): RpcStatus {
	return channelStatus(
		"DEADLINE_EXCEEDED",
		`the call did not end ${withinTime(deadlineMs)}`,
	);
}
