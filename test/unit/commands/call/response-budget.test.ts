import { expect, test } from "vitest";
import { sharedBudget } from "../../../../src/commands/call/response-budget.ts";

test("calls share the room, and one that wants more gets no more", () => {
	const budget = sharedBudget(1_000);
	const [one, other] = [budget(), budget()];
	expect([one.take(600), one.isFull()]).toEqual([true, false]);
	expect([other.take(600), other.isFull()]).toEqual([false, true]);
	expect([other.take(1), one.take(1)]).toEqual([false, true]);
	expect([other.isFull(), one.isFull()]).toEqual([true, false]);
});

test("messages of no bytes are not kept without end", () => {
	const { take } = sharedBudget(10_000)();
	let kept = 0;
	while (take(0)) kept++;
	expect(kept).toBeLessThan(1_000);
});
