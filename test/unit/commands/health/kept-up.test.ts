// The state that is updated with each fact must equal the report of all pods.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type HealthFact,
	podOf,
} from "../../../../src/commands/health/facts.ts";
import type { AskedServices } from "../../../../src/commands/health/questions.ts";
import { healthReport } from "../../../../src/commands/health/report.ts";
import { countServing } from "../../../../src/commands/health/serving-count.ts";
import { newState, takeFact } from "../../../../src/commands/health/state.ts";
import {
	copyOf,
	markOf,
	newModel,
	takeSeen,
	timelineOf,
} from "../../../../src/commands/health/views/live-model.ts";
import { rowsOf } from "../../../../src/commands/health/views/rows.ts";
import { failed, NOT_SERVING, PLAINTEXT, SERVING, target } from "./build.ts";

/** One name is the start of the other. */
const NAMES = ["a", "ab"] as const;
const keyOf = (name: string) => `shop/${target(name).pod.name}`;
const anyPod = fc.constantFrom(...NAMES).map(keyOf);
const failure = { code: "silent", message: "no byte", hint: [] } as const;

const anyTarget = fc.record({
	uid: fc.constantFrom("1", "2"),
	terminating: fc.boolean(),
	unreachable: fc.constantFrom(undefined, "Pending"),
});

const anyFact = fc.oneof(
	fc.tuple(fc.constantFrom(...NAMES), anyTarget).map(
		([name, pod]): HealthFact => ({
			kind: "target",
			target: target(name, pod),
		}),
	),
	anyPod.map((pod): HealthFact => ({ kind: "target-gone", pod })),
	anyPod.map(
		(pod): HealthFact => ({ kind: "connected", pod, transport: PLAINTEXT }),
	),
	anyPod.map((pod): HealthFact => ({ kind: "disconnected", pod, failure })),
	anyPod.map(
		(pod): HealthFact => ({
			kind: "services",
			pod,
			source: "reflection",
			names: ["shop.Cart"],
		}),
	),
	fc
		.record({
			pod: anyPod,
			service: fc.constantFrom("", "shop.Cart"),
			answer: fc.constantFrom(SERVING, NOT_SERVING, failed("NOT_FOUND")),
		})
		.map(
			(answered): HealthFact => ({
				kind: "answer",
				askedBy: "watch",
				...answered,
			}),
		),
	fc.constant<HealthFact>({ kind: "targets-complete" }),
);

const anyFacts = fc.array(anyFact, { maxLength: 50, size: "max" });

const anyAsked = fc.constantFrom<AskedServices>(
	{ kind: "named", names: [""] },
	{ kind: "named", names: ["", "shop.Cart"] },
	{ kind: "all" },
);

test("the count of serving pods is always that of the whole report", () => {
	fc.assert(
		fc.property(anyFacts, anyAsked, (facts, asked) => {
			const state = newState();
			const count = countServing(asked);
			for (const fact of facts) {
				takeFact(state, fact);
				count.update(state, podOf(fact));
			}
			const { pods, serving } = healthReport(state, asked).summary;
			expect({ pods: count.pods, serving: count.serving }).toEqual({
				pods,
				serving,
			});
		}),
	);
});

test("the timelines of the live screen: one for each row, which ends with the row's status", () => {
	fc.assert(
		fc.property(anyFacts, anyAsked, (facts, asked) => {
			const own = newModel();
			for (const [atMs, fact] of facts.entries())
				takeSeen(own, { fact, atMs }, asked, 0);
			const model = copyOf(own);
			const rows = rowsOf(healthReport(model.state, asked));
			const kept = [...model.timelines.values()].map(({ size }) => size);
			expect(kept.reduce((sum, size) => sum + size, 0)).toBe(rows.length);
			for (const row of rows)
				expect(timelineOf(model, row).at(-1)?.mark).toEqual(
					markOf(row.check.status),
				);
		}),
	);
});

test("a copy of the live screen's model stays as it is", () => {
	fc.assert(
		fc.property(anyFacts, anyAsked, (facts, asked) => {
			const own = newModel();
			const before = copyOf(own);
			for (const [atMs, fact] of facts.entries())
				takeSeen(own, { fact, atMs }, asked, 0);
			expect(before).toEqual(newModel());
		}),
	);
});
