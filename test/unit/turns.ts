import { setImmediate as turn } from "node:timers/promises";

/**
 * Gives both ends of a connection within this process their turns, many times over: what then has not moved is stopped. Counted
 * in turns, as a busy machine makes a turn long, and not more of them.
 */
export async function manyTurns(): Promise<void> {
	for (let turns = 0; turns < 200; turns++) await turn();
}
