import { createTurnstile } from "../turnstile.ts";

/**
 * Separates questions from opening and closing connections. All of them need this one thread, so the latency of a question would
 * include the handshakes of other pods.
 */
export type QuestionGate = {
	/** Opens a connection, and does everything else that must precede a question. */
	readonly connect: <T>(open: () => Promise<T>) => Promise<T>;
	/** Asks a question when no connection is being opened, or after the maximum wait, and only a few questions at a time. */
	readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
	/** Closes a connection when no pod is being connected to or asked, or at once when too many wait for that. */
	readonly leave: (close: () => void) => void;
};

/** Maximum milliseconds to wait for the connections of other pods. One that hangs must not delay all answers. */
const MAX_WAIT_MS = 1_000;
const ASKED_AT_ONCE = 2;
/**
 * Milliseconds after which a question without an answer makes room for the next. This is longer than the answer of a nearby server
 * takes. It is short because the questions for all other pods wait behind it, and waiting for a remote answer does not need this
 * thread.
 */
const TURN_MS = 5;
/** Maximum connections that stay open. Closing one costs as much as a question, so it waits for all answers, or for the exit. */
const LEFT_OPEN = 50;

/** Creates the gate for the pods of one run. */
export function createQuestionGate(): QuestionGate {
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
				if (connecting > 0) await within(MAX_WAIT_MS, quiet.promise);
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
			// By then the next question has begun, or the last answer has been printed.
			setImmediate(closeWhenIdle);
		},
	};
}

/** Waits for an event, for at most `ms` milliseconds. */
async function within(ms: number, event: Promise<unknown>): Promise<void> {
	const time = Promise.withResolvers<void>();
	const timer = setTimeout(time.resolve, ms);
	try {
		await Promise.race([event, time.promise]);
	} finally {
		clearTimeout(timer);
	}
}
