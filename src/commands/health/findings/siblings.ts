import type { Finding } from "../../../findings/finding.ts";
import type { PodState, ServiceState } from "../state.ts";

/** Findings about a replica that answers otherwise than its siblings: KG106. `siblings` are the other pods of the same workload. */
export function siblingFindings(
	pod: PodState,
	asked: readonly ServiceState[],
	siblings: readonly PodState[],
): Finding[] {
	const others = siblings.filter(
		(sibling) => comparable(sibling) && sibling !== pod,
	);
	if (!comparable(pod) || others.length === 0) return [];
	return [
		...asked.flatMap((state) => oddAnswer(state, others)),
		...oddTransport(pod, others),
	];
}

/** Pods that come and go differ from the rest for a good reason. */
function comparable(pod: PodState): boolean {
	return !pod.target.pod.terminating && pod.connection.kind === "connected";
}

function oddAnswer(
	state: ServiceState,
	others: readonly PodState[],
): Finding[] {
	const answers = others.map((other) => other.services.get(state.service));
	const common = agreed(
		answers.map((answer) => (answer ? answerWord(answer) : undefined)),
	);
	const own = answerWord(state);
	if (common === undefined || common === own) return [];
	const name = state.service === "" ? "" : ` for "${state.service}"`;
	return [
		disagreement(
			`answers ${own}${name} where ${siblingsWord(others, "answers", "answer")} ${common}.`,
		),
	];
}

function oddTransport(pod: PodState, others: readonly PodState[]): Finding[] {
	const common = agreed(others.map(transportWord));
	const own = transportWord(pod);
	if (common === undefined || own === undefined || common === own) return [];
	return [
		disagreement(
			`speaks ${own} where ${siblingsWord(others, "speaks", "speak")} ${common}.`,
		),
	];
}

function disagreement(message: string): Finding {
	return {
		code: "KG106",
		severity: "warning",
		message,
		fix: "compare image, node and logs with a sibling: kubectl get pods -o wide",
	};
}

function siblingsWord(
	others: readonly PodState[],
	one: string,
	many: string,
): string {
	return others.length === 1
		? `its sibling ${one}`
		: `its ${others.length} siblings ${many}`;
}

/** The value that all share, or undefined where they do not agree among themselves. */
function agreed(values: readonly (string | undefined)[]): string | undefined {
	return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function answerWord({ answer }: ServiceState): string {
	return answer.kind === "answered" ? answer.status : answer.code;
}

function transportWord(pod: PodState): string | undefined {
	if (pod.connection.kind !== "connected") return undefined;
	return pod.connection.transport.kind === "tls" ? "TLS" : "plaintext";
}
