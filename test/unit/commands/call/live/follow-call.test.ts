import { expect, test } from "vitest";
import type { CallFact } from "../../../../../src/commands/call/facts.ts";
import type { LiveFact } from "../../../../../src/commands/call/live/call-model.ts";
import { followCall } from "../../../../../src/commands/call/live/follow-call.ts";
import { ended } from "./build.ts";

async function* stream(
	count: number,
	body = Uint8Array.of(1),
): AsyncGenerator<CallFact, void> {
	for (let at = 1; at <= count; at++)
		yield { kind: "response", body, atMs: at };
	yield ended({ received: count });
}

async function taken(facts: AsyncIterable<CallFact>) {
	const seen: LiveFact[] = [];
	await followCall(facts, (fact) => seen.push(fact));
	return seen;
}

const countsOf = (facts: readonly LiveFact[]) =>
	facts.flatMap((fact) =>
		fact.kind === "received" ? [fact.messages.length] : [],
	);

test("responses are passed on together, numbered, before the end", async () => {
	const facts = await taken(stream(3));
	expect(facts.map(({ kind }) => kind)).toEqual(["received", "end"]);
	expect(facts[0]).toMatchObject({
		messages: [{ number: 1 }, { number: 2 }, { number: 3 }],
	});
});

test("no more responses wait than memory is meant to hold", async () => {
	const counts = countsOf(await taken(stream(5_000)));
	expect(Math.max(...counts)).toBeLessThanOrEqual(2_000);
	expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000);
	const large = countsOf(await taken(stream(9, new Uint8Array(1024 * 1024))));
	expect(Math.max(...large)).toBeLessThanOrEqual(4);
});

test("timers run while responses come without a pause", async () => {
	let ticked = 0;
	const timer = setInterval(() => ticked++, 1);
	await taken(stream(300_000));
	clearInterval(timer);
	expect(ticked).toBeGreaterThan(0);
});

test("an error that prevents the call is passed on", async () => {
	async function* broken(): AsyncGenerator<CallFact, void> {
		yield { kind: "headers", metadata: [] };
		throw new Error("no");
	}
	await expect(followCall(broken(), () => {})).rejects.toThrow("no");
});
