import { setImmediate as turn } from "node:timers/promises";

/**
 * Gives both ends of a connection within this process many turns of the event loop. What has not moved by then is stopped. It
 * counts turns, because a busy machine makes turns longer but not more numerous.
 */
export async function manyTurns(): Promise<void> {
	for (let turns = 0; turns < 200; turns++) await turn();
}
