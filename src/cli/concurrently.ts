import { createTurnstile } from "../turnstile.ts";
import { createQueue } from "./queue.ts";

/** Maximum number of values that wait between the workers and their reader. */
const UNREAD_VALUES = 256;

/**
 * Runs `work` for every item, at most `limit` at once, and yields all their values as they come. When the reader leaves, or one of them
 * throws, the others end at their next value, and waiting ones do not begin.
 * @throws what the first of them throws
 */
export async function* concurrently<Item, T>(
	items: readonly Item[],
	limit: number,
	work: (item: Item) => AsyncIterable<T>,
): AsyncGenerator<T, void> {
	const queue = createQueue<T>(UNREAD_VALUES);
	const turnstile = createTurnstile(limit);
	const left = new AbortController();
	const drain = async (item: Item) => {
		if (left.signal.aborted) return;
		for await (const value of work(item)) {
			await queue.push(value);
			if (left.signal.aborted) return;
		}
	};
	Promise.all(items.map((item) => turnstile.pass(() => drain(item)))).then(
		() => queue.end(),
		(error: unknown) => queue.end(error),
	);
	try {
		yield* queue.values();
	} finally {
		left.abort();
		queue.end();
	}
}
