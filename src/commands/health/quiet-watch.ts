import { pause } from "../../abort.ts";
import type { Turnstile } from "../../turnstile.ts";
import { type Asked, askService } from "./ask.ts";
import type { AskedBy, HealthAnswer } from "./facts.ts";

/** Reports an answer if it differs from the one before. */
export type Tell = (askedBy: AskedBy, answer: HealthAnswer) => Promise<void>;

/** The last update of a Watch, and when it came, by `performance.now()`. */
export type LastUpdate = {
	readonly answer: HealthAnswer;
	readonly atMs: number;
};

/**
 * Asks Health/Check whenever an open Watch has been quiet for `questions.quietMs`, until `asked.signal` aborts, and tells what that shows.
 * A server that hangs keeps its Watch open and sends nothing, as a healthy one does. An HTTP/2 PING would not show it: a process whose
 * handlers are stuck answers PINGs, and grpc-go ends a connection with more than two of them in five minutes (keepalive.EnforcementPolicy).
 * @param lastUpdate returns the newest update, undefined before the first
 */
export async function checkWhileQuiet(
	asked: Asked,
	service: string,
	{ pass }: Turnstile,
	lastUpdate: () => LastUpdate | undefined,
	tell: Tell,
): Promise<void> {
	const { signal, questions } = asked;
	let quietSinceMs = performance.now();
	while (!signal.aborted) {
		const leftMs = quietSinceMs + questions.quietMs - performance.now();
		await pause(Math.max(0, leftMs), signal);
		const update = lastUpdate();
		if (update === undefined || update.atMs > quietSinceMs) {
			quietSinceMs = update?.atMs ?? performance.now();
			continue;
		}
		if (signal.aborted) return;
		const answer = await pass(() => askService(asked, service));
		quietSinceMs = performance.now();
		// An update that came in the meantime is newer than this answer.
		if (signal.aborted || lastUpdate() !== update) continue;
		await reportShown(answer, update, tell);
	}
}

async function reportShown(
	check: HealthAnswer,
	{ answer: update }: LastUpdate,
	tell: Tell,
): Promise<void> {
	if (check.kind === "answered") {
		const isSame = update.kind === "answered" && update.status === check.status;
		return isSame ? tell("watch", update) : tell("check", check);
	}
	// The server answers. For a service that it does not know, it answers NOT_FOUND to a Check and SERVICE_UNKNOWN to a Watch.
	if (check.source === "server") return tell("watch", update);
	// Any other failure is one of the connection, with which the Watch itself fails.
	if (check.code === "DEADLINE_EXCEEDED") await tell("check", check);
}
