import { expect, test } from "vitest";
import { mergeStreams } from "../../../../src/kubernetes/targets/merge-streams.ts";

async function* numbers(...values: readonly number[]) {
	yield* values;
}

async function* failing(): AsyncGenerator<number> {
	yield 1;
	throw new Error("boom");
}

async function collect(stream: AsyncIterable<number>) {
	const values: number[] = [];
	for await (const value of stream) values.push(value);
	return values;
}

test("gives all values, each stream's in order", async () => {
	const seen = await collect(mergeStreams([numbers(1, 2, 3), numbers(10, 20)]));
	expect(seen.filter((value) => value < 10)).toEqual([1, 2, 3]);
	expect(seen.filter((value) => value >= 10)).toEqual([10, 20]);
	expect(seen).toHaveLength(5);
});

test("ends at once without streams", async () => {
	expect(await collect(mergeStreams([]))).toEqual([]);
});

test("ends with the first error", async () => {
	await expect(collect(mergeStreams([failing()]))).rejects.toThrow("boom");
});

test("a stream is no more than one value ahead", async () => {
	let made = 0;
	async function* counting() {
		for (;;) yield ++made;
	}
	const merged = mergeStreams([counting()]);
	expect((await merged.next()).value).toBe(1);
	expect((await merged.next()).value).toBe(2);
	expect(made).toBeLessThanOrEqual(3);
	await merged.return(undefined);
});

test("leaving early closes streams that are not waiting", async () => {
	const { promise: closed, resolve: close } = Promise.withResolvers<void>();
	async function* stream() {
		try {
			for (;;) yield 1;
		} finally {
			close();
		}
	}
	for await (const _ of mergeStreams([stream()])) break;
	await closed;
});

test("a stream that goes on after that is closed at its next value", async () => {
	const { promise: later, resolve: goOn } = Promise.withResolvers<void>();
	const { promise: closed, resolve: close } = Promise.withResolvers<void>();
	async function* waiting() {
		try {
			await later;
			for (;;) yield 2;
		} finally {
			close();
		}
	}
	for await (const _ of mergeStreams([numbers(1), waiting()])) break;
	goOn();
	await closed;
});
