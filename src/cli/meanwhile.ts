import { setImmediate } from "node:timers/promises";

/**
 * Loads modules while an answer is waited for. Evaluating them holds up everything else, so it begins when the event loop has come
 * round: by then what has been asked is sent.
 */
export async function meanwhile<T>(load: () => Promise<T>): Promise<T> {
	await setImmediate();
	return load();
}
