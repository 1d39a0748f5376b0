import { createTurnstile } from "../turnstile.ts";

/** Keeps questions apart from handshakes and goodbyes: all need this one thread, and a question's latency would be that of the other pods' handshakes. */
export type Lull = {
	/** Opens a connection, and does what else has to be done before a question. */
	readonly connect: <T>(open: () => Promise<T>) => Promise<T>;
	/** Asks once nobody connects, or has waited long enough for that, and a few others at most are asking. */
	readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
	/** Lets go of a connection once nobody connects or asks any more; at once where too many wait for that. */
	readonly leave: (close: () => void) => void;
};

/** Longest wait for the connections of others, in milliseconds: one that hangs must not hold up the answers of all. */
const PATIENCE_MS = 1_000;
const ASKED_AT_ONCE = 2;
/**
 * A question makes room for the next with its answer, or after so many milliseconds without one: longer than it takes a server nearby, and
 * short, as behind it stand those of all other pods, and an answer from far away needs this thread no more than one from here.
 */
const TURN_MS = 5;
/** Saying goodbye takes as long as a question: of so many pods it is said when all have answered, or by the end of the process. */
const LEFT_OPEN = 50;

/** A lull for the pods of one run. */
export function createLull(): Lull {
	let connecting = 0;
	let asking = 0;
	let quiet = Promise.withResolvers<void>();
	const left: (() => void)[] = [];
	const turnstile = createTurnstile(ASKED_AT_ONCE);
	const closeWhenIdle = () => {
		if (connecting === 0 && asking === 0)
			for (const close of left.splice(0)) close();
	};
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
					setImmediate(closeWhenIdle);
				}
			}
		},
		async ask(question) {
			asking++;
			try {
				if (connecting > 0) await within(PATIENCE_MS, quiet.promise);
				const { answer } = await turnstile.pass(async () => {
					const answer = question();
					await within(
						TURN_MS,
						answer.catch(() => undefined),
					);
					return { answer };
				});
				return await answer;
			} finally {
				asking--;
			}
		},
		leave(close) {
			left.push(close);
			if (left.length > LEFT_OPEN) left.shift()?.();
			// By then the next question has begun, or the last answer has been shown.
			setImmediate(closeWhenIdle);
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
