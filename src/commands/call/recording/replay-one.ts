import { scopeOf } from "../../../cli/aim.ts";
import type { ExitStatus } from "../../../cli/exit-status.ts";
import { podKey, tellPod } from "../../../cli/pod-name.ts";
import type { Called } from "../called.ts";
import { NOT_KNOWN, type Served } from "../facts.ts";
import type { Shown } from "../run-of.ts";
import { showCalled } from "../show-call.ts";
import { printNote } from "../views/print-note.ts";
import { isOfCall, type RecordedCallFact } from "./codec.ts";
import {
	calledFacts,
	firstFact,
	type Replayed,
	recordedCall,
	runOfCall,
	truncatedRecording,
} from "./recorded-call.ts";

/** Shows the recorded call of one pod. @throws PluginError */
export async function replayOne(
	run: Shown,
	replayed: Replayed,
): Promise<ExitStatus> {
	const { fact: first, route } = await firstFact(run, replayed.facts);
	const fact =
		first?.kind === "called"
			? calledFacts([first]).get(podKey(first.pod))
			: undefined;
	if (fact === undefined) throw truncatedRecording(replayed.file);
	// The route has named the pod already.
	if (route === "none")
		tellPod(fact.pod, (line) => printNote(run, line), scopeOf(run.args.flags));
	const called = await recordedCall(run, fact, {
		facts: callFacts(fact.pod, replayed),
		served: () => recordedServed(replayed),
	});
	return showCalled(runOfCall(run, fact), called);
}

async function* callFacts(
	pod: Called["pod"],
	{ file, facts }: Replayed,
): AsyncGenerator<RecordedCallFact, void> {
	// `next` is called for each fact, because leaving a `for` loop would end the facts, and `served` comes after the call.
	for (;;) {
		const { value } = await facts.next();
		if (value === undefined || !isOfCall(value.fact, pod))
			throw truncatedRecording(file);
		yield value.fact;
		if (value.fact.kind === "end") return;
	}
}

async function recordedServed({ facts }: Replayed): Promise<Served> {
	const { value } = await facts.next();
	return value?.fact.kind === "served" ? value.fact.served : NOT_KNOWN;
}
