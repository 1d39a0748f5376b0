import type { ExitStatus } from "../../../cli/exit-status.ts";
import { tellPod } from "../../../cli/pod-name.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import type { Shown } from "../run-of.ts";
import { showCalled } from "../show-call.ts";
import { tell } from "../views/tell.ts";
import { callFactOf, isOfCall } from "./codec.ts";
import { cutShort, type Replayed, recordedCall } from "./recorded-call.ts";

/** Shows the call of one pod again. @throws PluginError */
export async function replayOne(
	run: Shown,
	replayed: Replayed,
): Promise<ExitStatus> {
	const first = await replayed.facts.next();
	if (first.done === true || first.value.fact.kind !== "called")
		throw cutShort(replayed.file);
	const { fact } = first.value;
	tellPod(fact.pod, (line) => tell(run, line));
	const facts = callFacts(fact.pod, replayed);
	const called = await recordedCall(run, fact, facts);
	const call = { ...run.plan.call, metadata: fact.metadata };
	return showCalled({ ...run, plan: { ...run.plan, call } }, called);
}

async function* callFacts(
	pod: Called["pod"],
	{ file, facts }: Replayed,
): AsyncGenerator<CallFact, void> {
	for await (const { fact } of facts) {
		if (!isOfCall(fact, pod)) break;
		yield callFactOf(fact);
		if (fact.kind === "end") return;
	}
	throw cutShort(file);
}
