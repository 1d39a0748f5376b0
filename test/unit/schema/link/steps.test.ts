import { expect, test } from "vitest";
import { runAtOnce, runInTurns } from "../../../../src/schema/link/steps.ts";

test("work in turns lets other events in", async () => {
	let isHeard = false;
	setImmediate(() => {
		isHeard = true;
	});
	const work = function* () {
		while (!isHeard) yield;
		return "done";
	};
	expect(await runInTurns(work())).toBe("done");
});

test("work in one go gives the same result", () => {
	const work = function* () {
		yield;
		return "done";
	};
	expect(runAtOnce(work())).toBe("done");
});

test("an error in the work is thrown", async () => {
	// biome-ignore lint/correctness/useYield: it fails before
	const work = function* () {
		throw new Error("no");
	};
	await expect(runInTurns(work())).rejects.toThrow("no");
});
