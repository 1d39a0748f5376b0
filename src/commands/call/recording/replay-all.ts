import { EXIT_STATUS, type ExitStatus } from "../../../cli/exit-status.ts";
import { type PodKey, podKey } from "../../../cli/pod-name.ts";
import { errorOf } from "../../../cli/recording/failure.ts";
import type { PodOfMany } from "../../../cli/several-pods.ts";
import { toPluginError } from "../../../errors.ts";
import { collectAnswer } from "../collect-answer.ts";
import { type AnswerOf, answerOf } from "../compare.ts";
import { NOT_KNOWN } from "../facts.ts";
import { UNBOUNDED } from "../response-budget.ts";
import type { Shown } from "../run-of.ts";
import { showAnswers, showAnswersSoFar } from "../show-answers.ts";
import { isOfCall, type RecordedCallFact } from "./codec.ts";
import {
	type CalledFact,
	calledFacts,
	type Replayed,
	recordedCall,
	runOfCall,
	truncatedRecording,
} from "./recorded-call.ts";
import type { RecordedFact } from "./recorded-facts.ts";

/** Shows the recorded calls of every pod. @throws PluginError */
export async function replayAll(
	run: Shown,
	{ file, facts }: Replayed,
): Promise<ExitStatus> {
	const { all, wasLeft } = await readAll(facts);
	const [first] = all;
	if (first === undefined && wasLeft) return EXIT_STATUS.interrupted;
	if (first?.kind !== "pods") throw truncatedRecording(file);
	const { pods } = first;
	const answers = await replayedAnswers(run, pods, all);
	if (!wasLeft && answers.length === pods.length)
		return showAnswers(run, answers, pods);
	await showAnswersSoFar(run, answers, pods);
	if (wasLeft) return EXIT_STATUS.interrupted;
	throw truncatedRecording(file);
}

/**
 * Reads the facts until the run ended or was interrupted.
 * @throws the error that the run ended with, except for an interruption
 */
async function readAll(facts: Replayed["facts"]) {
	const all: RecordedFact[] = [];
	try {
		for await (const { fact } of facts) all.push(fact);
	} catch (caught) {
		if (toPluginError(caught).code !== "cancelled") throw caught;
		return { all, wasLeft: true };
	}
	return { all, wasLeft: false };
}

/** Returns the answers of the pods whose calls are recorded to their end. */
async function replayedAnswers(
	run: Shown,
	pods: readonly PodOfMany[],
	all: readonly RecordedFact[],
): Promise<readonly AnswerOf[]> {
	const byPod = Map.groupBy(all, podOf);
	const calls = calledFacts(all);
	const answers: AnswerOf[] = [];
	for (const pod of pods) {
		const key = podKey(pod);
		const answer = await replayedAnswer(
			run,
			pod,
			byPod.get(key),
			calls.get(key),
		);
		if (answer !== undefined) answers.push(answer);
	}
	return answers;
}

/** Returns the pod that a fact belongs to. */
function podOf(fact: RecordedFact): PodKey | undefined {
	if (fact.kind === "pods" || fact.kind === "route") return undefined;
	return typeof fact.pod === "string" ? fact.pod : podKey(fact.pod);
}

async function replayedAnswer(
	run: Shown,
	pod: PodOfMany,
	facts: readonly RecordedFact[] = [],
	called: CalledFact | undefined,
): Promise<AnswerOf | undefined> {
	const refusal = facts.find((fact) => fact.kind === "not-called");
	if (refusal !== undefined)
		return {
			kind: "not-called",
			pod,
			error: errorOf(refusal.failure),
		};
	const seen = facts.filter((fact) => isOfCall(fact, pod));
	if (called === undefined || seen.at(-1)?.kind !== "end") return undefined;
	const collected = await collectAnswer(
		runOfCall(run, called),
		await recordedCall(run, called, {
			facts: replayed(seen),
			served: async () => NOT_KNOWN,
		}),
		UNBOUNDED,
	);
	if (collected.end.fault !== undefined) throw collected.end.fault;
	return answerOf(pod, collected);
}

async function* replayed(
	facts: readonly RecordedCallFact[],
): AsyncGenerator<RecordedCallFact, void> {
	yield* facts;
}
