import fc from "fast-check";
import { expect, test } from "vitest";
import type { LiveFact } from "../../../../../src/commands/call/live/call-model.ts";
import { windowOf } from "../../../../../src/commands/call/live/list-place.ts";
import {
	MAX_BYTES,
	MAX_MESSAGES,
	messageAt,
	sizeOf,
} from "../../../../../src/commands/call/live/message.ts";
import {
	bodyOf,
	newScreen,
	reduce,
	type ScreenEvent,
	type ScreenState,
	shownOf,
} from "../../../../../src/commands/call/live/screen-state.ts";
import { columnsOf } from "../../../../../src/render/span.ts";
import { ended, messages, pressAll, received, seen } from "./build.ts";

const key = fc.constantFrom(
	..."ieq/?nNgGkjp m12".split(""),
	..."up down left right pageup pagedown home end enter escape space backspace ctrl+u".split(
		" ",
	),
);
const screen = fc.record({
	columns: fc.integer({ min: 1, max: 120 }),
	rows: fc.integer({ min: 1, max: 40 }),
});

type Step =
	| { readonly kind: "key"; readonly key: string }
	| { readonly kind: "arrive"; readonly count: number }
	| ScreenEvent;

const fact = (one: LiveFact): ScreenEvent => ({ kind: "fact", fact: one });
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: key.map((key) => ({ kind: "key", key }) as const) },
	{
		weight: 4,
		arbitrary: fc
			.oneof(fc.integer({ min: 0, max: 40 }), fc.constant(7_000))
			.map((count) => ({ kind: "arrive", count }) as const),
	},
	screen.map((screen) => ({ kind: "resized", screen }) as const),
	fc.constantFrom<Step>(
		fact({ kind: "headers", metadata: [["server", "日本語".repeat(40)]] }),
		fact({ kind: "sent" }),
		fact({ kind: "half-closed" }),
		fact({ kind: "time", atMs: 5_000 }),
		fact(ended()),
		{ kind: "accepted", text: "{}" },
		{ kind: "refused", fault: ["no"] },
	),
);

function after(state: ScreenState, one: Step): ScreenState {
	switch (one.kind) {
		case "key":
			return pressAll(state, [one.key]).state;
		case "arrive": {
			const first = state.call.received + 1;
			return reduce(state, fact(received(...messages(first, one.count))));
		}
		default:
			return reduce(state, one);
	}
}

function check(state: ScreenState): void {
	const { kept, received: count } = state.call;
	expect(kept.messages.length).toBeLessThanOrEqual(MAX_MESSAGES);
	expect(kept.bytes).toBe(sizeOf(kept.messages));
	expect(kept.bytes).toBeLessThanOrEqual(MAX_BYTES);
	expect(kept.messages.at(-1)?.number ?? 0).toBe(count);
	const shown = shownOf(state).kept;
	const { rows } = bodyOf(state);
	const list = windowOf(state.place, shown, rows);
	if (shown.messages.length === 0) expect(list).toBeUndefined();
	else {
		expect(messageAt(shown, list?.selected ?? -1)).toBeDefined();
		expect(messageAt(shown, list?.top ?? -1)).toBeDefined();
		const below = (list?.selected ?? 0) - (list?.top ?? 0);
		expect(below).toBeGreaterThanOrEqual(0);
		expect(below).toBeLessThan(rows);
	}
	const subject = { method: "a.B/C", pod: "pod-0", sends: "stream" } as const;
	for (const line of seen(state, subject))
		expect(columnsOf(line)).toBeLessThanOrEqual(state.screen.columns);
}

test("in every state the selected message exists and is visible, and memory is bounded", () => {
	fc.assert(
		fc.property(screen, fc.array(step, { maxLength: 40 }), (first, steps) => {
			let state = newScreen(first);
			for (const one of steps) {
				state = after(state, one);
				check(state);
			}
		}),
		{ numRuns: 100 },
	);
});
