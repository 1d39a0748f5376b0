import { createTurnstile } from "./concurrently.ts";

/** Keeps questions and handshakes apart: both need this one thread, and a question's latency would be that of the other pods' handshakes. */
export type Lull = {
	/** Opens a connection, and does what else has to be done before a question. */
	readonly connect: <T>(open: () => Promise<T>) => Promise<T>;
	/** Asks once nobody connects, or has waited long enough for that, and a few others at most are asking. */
	readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
};

/** Longest wait for the connections of others, in milliseconds: one that hangs must not hold up the answers of all. */
const PATIENCE_MS = 1_000;
const ASKED_AT_ONCE = 2;
/** A question makes room for the next with its answer, or after so many milliseconds without one. */
const TURN_MS = 20;

/** A lull for the pods of one run. */
export function createLull(): Lull {
	let connecting = 0;
	let quiet = Promise.withResolvers<void>();
	const turnstile = createTurnstile(ASKED_AT_ONCE);
	return {
		async connect(open) {
			connecting++;
			try {
				return await open();
			} finally {
				connecting--;
				if (connecting === 0) {
					quiet.resolve();
					quiet = Promise.withResolvers<void>();
				}
			}
		},
		async ask(question) {
			if (connecting > 0) await within(PATIENCE_MS, quiet.promise);
			const { answer } = await turnstile.pass(async () => {
				const answer = question();
				await within(
					TURN_MS,
					answer.catch(() => undefined),
				);
				return { answer };
			});
			return answer;
		},
	};
}

/** Waits for something, and no longer than that. */
async function within(ms: number, event: Promise<unknown>): Promise<void> {
	const time = Promise.withResolvers<void>();
	const timer = setTimeout(time.resolve, ms);
	try {
		await Promise.race([event, time.promise]);
	} finally {
		clearTimeout(timer);
	}
}
