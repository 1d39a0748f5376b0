import { expect, test } from "vitest";
import { concurrently } from "../../../src/cli/concurrently.ts";

/** Returns work that never ends by itself, and a list of what began and what ended. */
function endless() {
	const told: string[] = [];
	const ended = Promise.withResolvers<void>();
	async function* work(item: string) {
		told.push(`${item} begins`);
		try {
			for (;;) yield item;
		} finally {
			told.push(`${item} ends`);
			ended.resolve();
		}
	}
	return { told, work, ended: ended.promise };
}

test("a reader that leaves ends the running work, and the waiting work never begins", async () => {
	const { told, work, ended } = endless();
	for await (const value of concurrently(["a", "b"], 1, work)) {
		expect(value).toBe("a");
		break;
	}
	await ended;
	await new Promise(setImmediate);
	expect(told).toEqual(["a begins", "a ends"]);
});

test("an error ends the other work", async () => {
	const { told, work, ended } = endless();
	const all = concurrently(["a", "b", "c"], 2, (item) =>
		item === "a" ? failing() : work(item),
	);
	const read = async () => {
		for await (const value of all) expect(value).toBe("b");
	};
	await expect(read()).rejects.toThrow("no");
	await ended;
	await new Promise(setImmediate);
	const count = (what: string) => told.filter((one) => one.endsWith(what));
	expect(count("ends")).toHaveLength(count("begins").length);
});

async function* failing(): AsyncGenerator<string, void> {
	yield* [];
	throw new Error("no");
}
