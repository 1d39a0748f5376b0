import type { ExitStatus } from "../../../cli/exit-status.ts";
import { errorOf } from "../../../cli/recording/failure.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import { collectAnswer } from "../collect-answer.ts";
import { type AnswerOf, answerOf } from "../compare.ts";
import { type CallFact, NOT_KNOWN } from "../facts.ts";
import { UNBOUNDED } from "../room.ts";
import type { Shown } from "../run-of.ts";
import { showAnswers } from "../show-answers.ts";
import { callFactOf, isOfCall, type RecordedCallFact } from "./codec.ts";
import { cutShort, type Replayed, recordedCall } from "./recorded-call.ts";
import { type PodKey, podKey, type RecordedFact } from "./recorded-facts.ts";

/** Shows the calls of every pod again. @throws PluginError */
export async function replayAll(
	run: Shown,
	{ file, facts }: Replayed,
): Promise<ExitStatus> {
	const all: RecordedFact[] = [];
	for await (const { fact } of facts) all.push(fact);
	const [first] = all;
	if (first?.kind !== "pods") throw cutShort(file);
	const byPod = Map.groupBy(all, podOf);
	const answers: AnswerOf[] = [];
	for (const pod of first.pods) {
		const own = byPod.get(podKey(pod)) ?? [];
		answers.push(await answerAgain(run, pod, own, file));
	}
	return showAnswers(run, answers, first.pods);
}

/** Whose fact it is. */
function podOf(fact: RecordedFact): PodKey | undefined {
	if (fact.kind === "pods") return undefined;
	return typeof fact.pod === "string" ? fact.pod : podKey(fact.pod);
}

async function answerAgain(
	run: Shown,
	pod: PodOfMany,
	facts: readonly RecordedFact[],
	file: string,
): Promise<AnswerOf> {
	const refusal = facts.find((fact) => fact.kind === "not-called");
	if (refusal !== undefined)
		return {
			kind: "not-called",
			pod,
			error: errorOf(refusal.failure),
		};
	const called = facts.find((fact) => fact.kind === "called");
	const seen = facts.filter((fact) => isOfCall(fact, pod));
	if (called === undefined || seen.at(-1)?.kind !== "end") throw cutShort(file);
	const collected = await collectAnswer(
		run,
		await recordedCall(run, called, {
			facts: again(seen),
			served: async () => NOT_KNOWN,
		}),
		UNBOUNDED,
	);
	if (collected.end.fault !== undefined) throw collected.end.fault;
	return answerOf(pod, collected);
}

async function* again(
	facts: readonly RecordedCallFact[],
): AsyncGenerator<CallFact, void> {
	yield* facts.map(callFactOf);
}
