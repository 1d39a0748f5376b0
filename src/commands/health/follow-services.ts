import { createTurnstile } from "../../turnstile.ts";
import type { Asked } from "./ask.ts";
import type { Push } from "./facts.ts";
import { pollService, watchService } from "./follow-service.ts";

/**
 * How many of a server's calls are kept free for Health/Check: a share of them, and at least a few. A server that hangs holds each Check
 * until its deadline, so with one call for all of them the last service would be told minutes late.
 */
const CHECKING = { share: 1 / 4, fewest: 4 };

/** Milliseconds for each service of a pod, on average, between two Checks beside its quiet Watches: some servers have hundreds of services. */
const CHECK_SPACING_MS = 100;

/**
 * Reports each change of the health of several services of a pod until `asked.signal` aborts. A Watch occupies its call until it
 * ends, and a quiet Watch needs a Check beside it. So if the server does not take so many calls at a time, some services are polled.
 */
export async function followServices(
	asked: Asked,
	services: readonly string[],
	push: Push,
): Promise<void> {
	const limit = asked.channel.callLimit();
	const watched = Math.min(services.length, watchesUnder(limit));
	const turnstile = createTurnstile(Math.max(1, limit - watched));
	const { questions } = asked;
	const quietMs = Math.max(questions.quietMs, watched * CHECK_SPACING_MS);
	const spaced = { ...asked, questions: { ...questions, quietMs } };
	await Promise.all(
		services.map((service, index) =>
			index < watched
				? watchService(spaced, service, push, turnstile)
				: pollService(asked, service, push, turnstile),
		),
	);
}

/** Returns how many calls of a server may be held by Watches. */
const watchesUnder = (limit: number): number =>
	limit === Number.POSITIVE_INFINITY
		? limit
		: Math.max(
				0,
				limit - Math.max(CHECKING.fewest, Math.ceil(limit * CHECKING.share)),
			);
