import { expect, test } from "vitest";
import { atOnce, inTurns } from "../../../../src/schema/link/steps.ts";

test("work in turns lets other events in", async () => {
	let isHeard = false;
	setImmediate(() => {
		isHeard = true;
	});
	const work = function* () {
		while (!isHeard) yield;
		return "done";
	};
	expect(await inTurns(work())).toBe("done");
});

test("work in one go gives the same result", () => {
	const work = function* () {
		yield;
		return "done";
	};
	expect(atOnce(work())).toBe("done");
});

test("an error in the work is thrown", async () => {
	// biome-ignore lint/correctness/useYield: it fails before
	const work = function* () {
		throw new Error("no");
	};
	await expect(inTurns(work())).rejects.toThrow("no");
});
