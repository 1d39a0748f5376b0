import { setImmediate } from "node:timers/promises";

/**
 * Loads modules during the wait for an answer. Evaluating modules blocks the event loop, so it starts after one turn of the loop, when
 * the requests have been sent.
 */
export async function loadWhileWaiting<T>(load: () => Promise<T>): Promise<T> {
	await setImmediate();
	return load();
}
