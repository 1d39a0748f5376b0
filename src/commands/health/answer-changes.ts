import type { PodKey } from "../../cli/pod-name.ts";
import { isAskedFor } from "./checks.ts";
import type { AnswerFact } from "./facts.ts";
import { type Change, podChange } from "./health-change.ts";
import type { AskedServices } from "./questions.ts";
import { type PodState, type ServiceState, withAnswer } from "./state.ts";
import { statusWord } from "./unknown-service.ts";

/**
 * Returns the changes that an answer makes. An answer for the whole server can also change the status of other services: it decides
 * whether a service without a health status is NO_STATUS.
 */
export function answerChanges(
	before: PodState | undefined,
	fact: AnswerFact,
	asked: AskedServices,
): readonly Change[] {
	if (before === undefined) return [];
	const after = withAnswer(before, fact);
	const services =
		fact.service === ""
			? new Set(["", ...after.services.keys()])
			: [fact.service];
	return [...services].flatMap((service) => {
		const now = after.services.get(service);
		if (now === undefined || !isAskedFor(after, asked, service)) return [];
		const last = before.services.get(service);
		const from =
			last === undefined ? null : statusWord(before, asked.kind, last);
		const to = statusWord(after, asked.kind, now);
		return from === to ? [] : [answerChange(fact.pod, now, from, to)];
	});
}

function answerChange(
	pod: PodKey,
	{ service, askedBy, answer }: ServiceState,
	from: string | null,
	to: string,
): Change {
	const message =
		answer.kind === "failed" && answer.message !== ""
			? { message: answer.message }
			: {};
	return {
		...podChange(pod),
		about: "health",
		service,
		from,
		to,
		askedBy,
		...message,
	};
}
