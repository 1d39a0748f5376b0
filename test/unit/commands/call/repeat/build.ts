import {
	count,
	newTally,
	type PodTally,
} from "../../../../../src/commands/call/repeat/tally.ts";
import { type StatusName, statusCode } from "../../../../../src/grpc/status.ts";

/** Returns the tally of a pod's calls, one after the other: the status of each, and how long it took. */
export function tallyOf(
	name: string,
	calls: readonly (readonly [
		name: StatusName,
		latencyMs: number,
		message?: string,
	])[],
	namespace = "shop",
): PodTally {
	const tally = newTally({ namespace, name, counted: true });
	tally.connections = 1;
	let startMs = 1_000;
	for (const [status, latencyMs, message = ""] of calls) {
		const endMs = startMs + latencyMs;
		count(tally, {
			status: { code: statusCode(status), name: status, message },
			received: status === "OK" ? 1 : 0,
			startMs,
			endMs,
		});
		startMs = endMs;
	}
	return tally;
}

/** What the command line asks for. */
export const ASKED = {
	method: "user.UserService/GetUser",
	via: null,
	repeat: 4,
	concurrency: 1,
	intervalMs: 0,
} as const;
