import { createTurnstile } from "../../turnstile.ts";
import type { Asked } from "./ask.ts";
import { type Push, pollService, watchService } from "./follow-service.ts";

/** Number of calls that are kept free for Health/Check if not all services can be watched. */
const CHECKING_CALLS = 4;

/** Milliseconds for each service of a pod, on average, between two Checks beside its quiet Watches: some servers have hundreds of services. */
const CHECK_SPACING_MS = 100;

/**
 * Reports each change of the health of several services of a pod until `asked.signal` aborts. A Watch occupies its call until it
 * ends, and a quiet Watch needs a Check beside it. So if the server takes no more calls at a time than there are services, some
 * services are polled.
 */
export async function followServices(
	asked: Asked,
	services: readonly string[],
	push: Push,
): Promise<void> {
	const limit = asked.channel.callLimit();
	const watched =
		services.length >= limit
			? Math.max(0, limit - CHECKING_CALLS)
			: services.length;
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
