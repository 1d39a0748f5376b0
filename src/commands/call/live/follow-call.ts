import { setImmediate as tick } from "node:timers/promises";
import type { CallFact } from "../facts.ts";
import type { LiveFact } from "./call-model.ts";
import type { Message } from "./message.ts";

/** Between two redraws for responses; keys are answered at once. */
const REDRAW_MS = 100;
/** Between two looks at the clock, for rates that fall when nothing comes. */
const CLOCK_MS = 500;
/** How long responses are taken one after the other before keys are looked at. */
const TURN_MS = 10;
/** Responses that wait for a redraw; more are handed on before it. */
const MAX_WAITING = 2_000;
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/** Hands on what is seen of a call: responses of a short time together, so that a fast stream costs few redraws. @throws what keeps the call from being made */
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
