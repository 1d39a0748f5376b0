import { setImmediate } from "node:timers/promises";

/** Work that can pause at every `yield`. Declarations of a server or a file may take seconds, and Ctrl-C must work meanwhile. */
export type Steps<T> = Generator<undefined, T>;

/** How long the work runs before other work gets a turn. */
const TURN_MS = 50;

/** Runs the work without a pause. */
export function runAtOnce<T>(steps: Steps<T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

/** Runs the work in turns with the other work of the process. */
export async function runInTurns<T>(steps: Steps<T>): Promise<T> {
	for (let beganMs = performance.now(); ; ) {
		const step = steps.next();
		if (step.done) return step.value;
		if (performance.now() - beganMs < TURN_MS) continue;
		await setImmediate();
		beganMs = performance.now();
	}
}
