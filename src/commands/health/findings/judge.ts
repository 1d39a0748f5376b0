import type { FindingCode } from "../../../findings/catalogue.ts";
import type { Finding } from "../../../findings/finding.ts";
import { isExpectedToServe } from "../../../kubernetes/expected.ts";
import type { AskedServices } from "../questions.ts";
import type { PodState, ServiceState } from "../state.ts";
import { isWithoutStatus } from "../unknown-service.ts";
import { answerFindings } from "./answer.ts";
import { connectionFindings } from "./connection.ts";
import { endedFindings, type Others } from "./ended.ts";
import { portFindings } from "./port.ts";
import { servingFindings } from "./serving.ts";
import { type Replicas, siblingFindings } from "./siblings.ts";
import { timeUpFindings } from "./time-up.ts";
import { transportFindings } from "./transport.ts";
import { unlistedFindings } from "./unlisted.ts";

/** Findings that do not explain why a pod answers differently from its siblings. */
const FINDINGS_WITHOUT_CAUSE: ReadonlySet<FindingCode> = new Set([
	"KG111",
	"KG118",
	"KG120",
	"KG121",
	"KG122",
]);

/** What the user asked about a pod: services by name or all of them, their answers, and the services without an answer yet. */
type AskedOfPod = {
	readonly wanted: AskedServices["kind"];
	readonly answers: readonly ServiceState[];
	readonly unanswered: readonly string[];
};

/**
 * Returns every finding about one pod, from the facts so far. `replicas` holds what the pods of its workload say. `others` matters
 * to a pod that ends or has ended.
 */
export function judgePod(
	pod: PodState,
	{ wanted, answers, unanswered }: AskedOfPod,
	replicas: Replicas | undefined,
	others: Others,
): readonly Finding[] {
	if (!isExpectedToServe(pod.target.pod)) return endedFindings(pod, others);
	const kept = answers.filter(
		(answer) => !isWithoutStatus(pod, wanted, answer),
	);
	const found = [
		...portFindings(pod),
		...connectionFindings(pod),
		...timeUpFindings(pod, unanswered),
		...transportFindings(pod),
		...answerFindings(pod, wanted, kept),
		...(wanted === "all" ? unlistedFindings(pod, kept) : []),
		...servingFindings(pod, kept),
	];
	const explained = found.some(({ code }) => !FINDINGS_WITHOUT_CAUSE.has(code));
	return explained
		? found
		: [...found, ...siblingFindings(pod, answers, replicas)];
}
