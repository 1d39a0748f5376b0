import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	concurrently,
	createTurnstile,
} from "../../../src/cli/concurrently.ts";
import { createQueue } from "../../../src/cli/queue.ts";

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
	const seen: T[] = [];
	for await (const value of values) seen.push(value);
	return seen;
}

describe("createQueue", () => {
	test("gives every value in its order, whatever the capacity", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat()),
				fc.integer({ min: 1, max: 5 }),
				async (values, capacity) => {
					const queue = createQueue<number>(capacity);
					const pushing = (async () => {
						for (const value of values) await queue.push(value);
						queue.end();
					})();
					expect(await all(queue.values())).toEqual(values);
					await pushing;
				},
			),
		);
	});

	test("makes a producer wait while it is full", async () => {
		const queue = createQueue<number>(1);
		await queue.push(1);
		let second: "waiting" | "done" = "waiting";
		const pushing = queue.push(2).then(() => {
			second = "done";
		});
		await Promise.resolve();
		expect(second).toBe("waiting");
		await queue.values().next();
		await pushing;
		expect(second).toBe("done");
	});

	test("throws its error after what came before", async () => {
		const queue = createQueue<number>(8);
		await queue.push(1);
		queue.end(new Error("broken"));
		const values = queue.values();
		expect(await values.next()).toEqual({ done: false, value: 1 });
		await expect(values.next()).rejects.toThrow("broken");
	});
});

describe("concurrently", () => {
	test("yields what all give and never works on more than the limit", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(), { maxLength: 30 }),
				fc.integer({ min: 1, max: 6 }),
				async (items, limit) => {
					let inside = 0;
					let most = 0;
					const seen = await all(
						concurrently(items, limit, async function* (item) {
							most = Math.max(most, ++inside);
							yield item;
							await Promise.resolve();
							yield item;
							inside--;
						}),
					);
					expect(seen.toSorted()).toEqual([...items, ...items].toSorted());
					expect(most).toBeLessThanOrEqual(limit);
				},
			),
		);
	});

	test("throws what a worker throws", async () => {
		const working = concurrently([1], 1, async function* () {
			yield 1;
			throw new Error("broken");
		});
		await expect(all(working)).rejects.toThrow("broken");
	});
});

test("a turnstile lets the next one in when one has left with an error", async () => {
	const turnstile = createTurnstile(1);
	const failing = turnstile.pass(() => Promise.reject(new Error("broken")));
	const next = turnstile.pass(async () => "in");
	await expect(failing).rejects.toThrow("broken");
	expect(await next).toBe("in");
});
