import { setImmediate as tick } from "node:timers/promises";
import type { CallFact } from "../facts.ts";
import type { LiveFact } from "./call-model.ts";
import type { Message } from "./message.ts";

/** The time between two redraws for responses, in milliseconds. Keys are handled at once. */
const REDRAW_MS = 100;
/** The time between two readings of the clock, in milliseconds. They let the rates fall when nothing comes. */
const CLOCK_MS = 500;
/** How long responses are taken in a row before keys are handled, in milliseconds. */
const TURN_MS = 10;
/** The number of responses at which they are handed on without waiting for the redraw. */
const MAX_WAITING = 2_000;
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Hands on the facts of a call. Responses of a short time are handed on together, so that a fast stream needs few redraws.
 * @throws what keeps the call from being made
 */
export async function followCall(
	facts: AsyncIterable<CallFact>,
	take: (fact: LiveFact) => void,
): Promise<void> {
	const startMs = performance.now();
	const atMs = () => performance.now() - startMs;
	let waiting: Message[] = [];
	let waitingBytes = 0;
	let number = 0;
	const hand = () => {
		if (waiting.length === 0) return;
		const messages = waiting;
		waiting = [];
		waitingBytes = 0;
		take({ kind: "received", messages, atMs: atMs() });
	};
	const redraw = setInterval(hand, REDRAW_MS);
	const clock = setInterval(
		() => take({ kind: "time", atMs: atMs() }),
		CLOCK_MS,
	);
	try {
		let turnMs = performance.now();
		for await (const fact of facts) {
			if (fact.kind === "headers") take(fact);
			if (fact.kind === "response") {
				number++;
				waiting.push({ number, atMs: fact.atMs, body: fact.body });
				waitingBytes += fact.body.length;
				if (waiting.length >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES)
					hand();
			}
			if (fact.kind === "end") {
				hand();
				take(fact);
			}
			if (performance.now() - turnMs > TURN_MS) {
				await tick();
				turnMs = performance.now();
			}
		}
	} finally {
		clearInterval(redraw);
		clearInterval(clock);
	}
}
