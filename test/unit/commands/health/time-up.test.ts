import { describe, expect, onTestFinished, test } from "vitest";
import { begunWithin } from "../../../../src/commands/health/begun.ts";
import type { HealthFact } from "../../../../src/commands/health/facts.ts";
import { followHealth } from "../../../../src/commands/health/follow.ts";
import type {
	AskedServices,
	Questions,
} from "../../../../src/commands/health/questions.ts";
import { healthReport } from "../../../../src/commands/health/report.ts";
import type { PodEvent } from "../../../../src/kubernetes/target.ts";
import {
	answered,
	factsOf,
	failed,
	reportOf,
	SERVING,
	type Seen,
	stateAfter,
	target,
	unreachable,
	WHOLE_SERVER,
} from "./build.ts";

const QUESTIONS = { concurrency: 2 } as unknown as Questions;

const findingsOf = (seen: Seen, asked?: AskedServices) =>
	reportOf([[target("a"), seen]], asked).pods.flatMap(
		({ findings }) => findings,
	);

describe("a wait that was over before a pod had answered", () => {
	test.each([
		[
			"connecting",
			1_870,
			"no connection yet when the wait was over, after 2s.",
		],
		[
			"connected",
			9_510,
			"connected, but no answer yet when the wait was over, after 10s.",
		],
		[
			"connecting",
			300,
			"no connection yet when the wait was over, in less than a second.",
		],
	] as const)("%s for %d ms", (by, triedMs, message) => {
		expect(findingsOf({ by, triedMs })).toEqual([
			{
				code: "KG123",
				severity: "warning",
				message,
				fix: "a longer --wait shows whether it answers at all",
			},
		]);
	});

	test("of one of its services", () => {
		const facts = [
			...factsOf([[target("a"), answered(SERVING)]]),
			timeUp(2_000),
		];
		const named = (names: readonly string[]) =>
			healthReport(stateAfter(facts), {
				kind: "named",
				names,
			}).pods.flatMap(({ findings }) => findings.map(({ message }) => message));
		expect(named([""])).toEqual([]);
		expect(named(["", "a.A"])).toEqual([
			'connected, but no answer yet for "a.A" when the wait was over, after 2s.',
		]);
	});

	test("is nothing beside what is known of the pod", () => {
		for (const seen of [
			unreachable("silent"),
			answered(failed("UNIMPLEMENTED")),
		]) {
			const facts = factsOf([[target("a"), seen]]);
			const codes = healthFindings(facts, WHOLE_SERVER);
			expect(codes).toHaveLength(1);
			expect(healthFindings([...facts, timeUp(2_000)], WHOLE_SERVER)).toEqual(
				codes,
			);
		}
	});

	test("is not of another pod of that name", () => {
		const again = target("a", { uid: "another" });
		const facts = factsOf([
			[target("a"), { by: "connecting", triedMs: 2_000 }],
			[again, undefined],
		]);
		expect(healthFindings(facts, WHOLE_SERVER)).toEqual([]);
	});
});

const timeUp = (triedMs: number): HealthFact => ({
	kind: "time-up",
	pod: "shop/user-service-7f98d6c569-a",
	triedMs,
});

const healthFindings = (facts: readonly HealthFact[], asked: AskedServices) =>
	healthReport(stateAfter(facts), asked).pods.flatMap(({ findings }) =>
		findings.map(({ code }) => code),
	);

/** Follows two pods until the wait is over. One of them is gone by then. */
async function factsUntil(over: Promise<void>) {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	async function* told(): AsyncGenerator<PodEvent> {
		yield { type: "appeared", target: target("a") };
		yield { type: "appeared", target: target("b") };
		yield { type: "gone", target: target("b") };
		yield { type: "synced" };
		await new Promise(() => {});
	}
	const open = () => new Promise<never>(() => {});
	const seen: HealthFact[] = [];
	for await (const fact of followHealth(
		told(),
		QUESTIONS,
		open,
		ending.signal,
		over,
	)) {
		seen.push(fact);
		if (fact.kind === "targets-complete") wait.resolve();
	}
	return seen;
}

const wait = Promise.withResolvers<void>();

test("facts of a wait end with how long each pod was tried for", async () => {
	const facts = await factsUntil(wait.promise);
	expect(facts.slice(-2)).toEqual([
		{ kind: "targets-complete" },
		{ ...timeUp(0), triedMs: expect.any(Number) },
	]);
});

test("a wait that is over before anything was listed is no verdict", async () => {
	const nothing = (async function* (): AsyncGenerator<HealthFact, void> {})();
	const { signal } = new AbortController();
	await expect(begunWithin(2_000, nothing, signal).next()).rejects.toThrow(
		"no pods were listed within 2.0s",
	);
});
