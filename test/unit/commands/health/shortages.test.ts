import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { watchShortages } from "../../../../src/commands/health/shortages.ts";
import { target } from "./build.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const FEW = { origin: "deploy/user-service", message: "few" };
const SHORT = [{ ...FEW, pods: 1 }];
const TOLD: HealthFact = {
	kind: "target-short",
	origin: SHORT[0]?.origin ?? "",
};

/** What is told so far, and what tells. */
function watching() {
	const told: HealthFact[] = [];
	return { told, ...watchShortages((fact) => void told.push(fact)) };
}

test("a shortage is told once it has lasted, once, however many pods go meanwhile", () => {
	const { told, seeLacking } = watching();
	seeLacking(SHORT);
	vi.advanceTimersByTime(4_000);
	expect(told).toEqual([]);
	seeLacking([{ ...FEW, pods: 0 }]);
	vi.advanceTimersByTime(60_000);
	expect(told).toEqual([TOLD]);
	seeLacking([]);
	seeLacking(SHORT);
	vi.advanceTimersByTime(5_000);
	expect(told).toEqual([TOLD, TOLD]);
});

test("a target that has another pod soon was never short, and one without any has a line of its own", () => {
	const { told, seeLacking } = watching();
	for (let pods = 0; pods < 10; pods++) {
		seeLacking(SHORT);
		vi.advanceTimersByTime(3_000);
		seeLacking(pods % 2 === 0 ? [] : [FEW]);
	}
	vi.advanceTimersByTime(60_000);
	expect(told).toEqual([]);
});

test("a target without pods for another reason than at first is told again once that has lasted", () => {
	const { told, seeLacking } = watching();
	const scaledToZero = { ...FEW, message: "scaled to 0" };
	const wanting = { ...FEW, message: "wants 3" };
	seeLacking([scaledToZero]);
	vi.advanceTimersByTime(60_000);
	seeLacking([wanting]);
	vi.advanceTimersByTime(4_000);
	seeLacking([scaledToZero]);
	vi.advanceTimersByTime(60_000);
	expect(told).toEqual([]);
	seeLacking([wanting]);
	vi.advanceTimersByTime(5_000);
	expect(told).toEqual([TOLD]);
});

test("while a pod ends the next one is not missed", () => {
	const { told, seeLacking, seePod, seeGone } = watching();
	const ending = target("a", { terminating: true });
	seePod(ending);
	seeLacking(SHORT);
	vi.advanceTimersByTime(30_000);
	expect(told).toEqual([]);
	seeGone("shop/user-service-7f98d6c569-a");
	vi.advanceTimersByTime(5_000);
	expect(told).toEqual([TOLD]);
});

test("nothing is told after the end", () => {
	const { told, seeLacking, end } = watching();
	seeLacking(SHORT);
	end();
	vi.advanceTimersByTime(60_000);
	expect(told).toEqual([]);
	expect(vi.getTimerCount()).toBe(0);
});
