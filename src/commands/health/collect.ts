import { concurrently } from "../../cli/concurrently.ts";
import type { OpenChannelTo } from "../../cli/connect.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import { podKey } from "../../cli/pod-name.ts";
import {
	createQuestionGate,
	type QuestionGate,
} from "../../cli/question-gate.ts";
import { failureOf } from "../../cli/recording/failure.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { type Asked, askOnce } from "./ask.ts";
import { awaitChannelEnd, isCut } from "./await-channel-end.ts";
import type { HealthFact } from "./facts.ts";
import { failureOfEnd } from "./failure.ts";
import type { Questions } from "./questions.ts";

/** Asks every target once and yields the facts as they come. The failure of one pod is a fact about that pod, not an error. */
export async function* collectHealth(
	targets: readonly PodTarget[],
	questions: Questions,
	open: OpenChannelTo,
	signal: AbortSignal,
): AsyncGenerator<HealthFact, void> {
	for (const target of targets) yield { kind: "target", target };
	yield { kind: "targets-complete" };
	const gate = createQuestionGate();
	yield* concurrently(
		targets.filter(canBeAsked),
		questions.concurrency,
		(target) => collectPod(target, { questions, open, signal, gate }),
	);
}

type Collecting = {
	readonly questions: Questions;
	readonly signal: AbortSignal;
	readonly gate: QuestionGate;
	readonly open: OpenChannelTo;
};

async function* collectPod(
	target: PodTarget,
	{ questions, signal, gate, open }: Collecting,
): AsyncGenerator<HealthFact, void> {
	const pod = podKey(target.pod);
	try {
		const channel = await gate.connect(() => open(target, signal));
		try {
			yield { kind: "connected", pod, transport: channel.transport };
			const asked = { target, channel, questions, signal };
			yield* await gate.ask(() => askUntilLost(asked));
		} finally {
			gate.leave(() => channel.close());
		}
	} catch (caught) {
		if (signal.aborted) throw caught;
		yield { kind: "unreachable", pod, failure: failureOf(caught) };
	}
}

/**
 * Asks a pod once. A connection that ends during a question makes the pod unreachable, whether the question or the channel notices
 * it first.
 */
async function askUntilLost(asked: Asked): Promise<readonly HealthFact[]> {
	const facts: HealthFact[] = [];
	for await (const fact of askOnce(asked)) facts.push(fact);
	const end = facts.some((fact) => fact.kind === "answer" && isCut(fact.answer))
		? await awaitChannelEnd(asked)
		: undefined;
	if (end === undefined) return facts;
	const pod = podKey(asked.target.pod);
	return [...facts, { kind: "disconnected", pod, failure: failureOfEnd(end) }];
}
