import { setImmediate } from "node:timers/promises";

/** Work that can be left at every `yield`: what a server or a file declares may take seconds, in which Ctrl-C is to be heard. */
export type Steps<T> = Generator<undefined, T>;

/** How long is worked before others have their turn. */
const TURN_MS = 50;

/** Does the work in one go. */
export function atOnce<T>(steps: Steps<T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

/** Does the work in turns with whatever else the process does. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
	for (let beganMs = performance.now(); ; ) {
		const step = steps.next();
		if (step.done) return step.value;
		if (performance.now() - beganMs < TURN_MS) continue;
		await setImmediate();
		beganMs = performance.now();
	}
}
