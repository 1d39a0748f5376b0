import { isOver } from "../../../cli/several-pods.ts";
import type { Finding } from "../../../findings/finding.ts";
import type { PodState, ServiceState } from "../state.ts";
import { answerFindings } from "./answer.ts";
import { connectionFindings } from "./connection.ts";
import { portFindings } from "./port.ts";
import { servingFindings } from "./serving.ts";
import { type Replicas, siblingFindings } from "./siblings.ts";
import { transportFindings } from "./transport.ts";

/** Every finding about one pod, from the facts so far. `asked` are the services the user wanted to know of, `replicas` those it is one of. */
export function judgePod(
	pod: PodState,
	asked: readonly ServiceState[],
	replicas: Replicas | undefined,
): readonly Finding[] {
	if (isOver(pod.target.pod)) return [];
	const found = [
		...portFindings(pod),
		...connectionFindings(pod),
		...transportFindings(pod),
		...answerFindings(pod, asked),
		...servingFindings(pod, asked),
	];
	const explained = found.some(
		(finding) => finding.code !== "KG118" && finding.code !== "KG111",
	);
	return explained
		? found
		: [...found, ...siblingFindings(pod, asked, replicas)];
}
