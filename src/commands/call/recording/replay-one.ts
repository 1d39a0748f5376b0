import { isAddress } from "../../../cli/endpoint-target.ts";
import type { ExitStatus } from "../../../cli/exit-status.ts";
import { exportSchemas } from "../../../cli/export-schema.ts";
import type { Called } from "../called.ts";
import type { CallFact } from "../facts.ts";
import type { Shown } from "../run-of.ts";
import { showCalled } from "../show-call.ts";
import { tell } from "../views/tell.ts";
import { callFactOf, isOfCall } from "./codec.ts";
import { recordedCall } from "./recorded-call.ts";
import { cutShort, type Replayed } from "./replay-call.ts";

/** Shows the call of one pod again. @throws PluginError */
export async function replayOne(
	run: Shown,
	replayed: Replayed,
): Promise<ExitStatus> {
	const first = await replayed.facts.next();
	if (first.done === true || first.value.fact.kind !== "called")
		throw cutShort(replayed.file);
	const { fact } = first.value;
	const called = recordedCall(fact, callFacts(fact.pod, replayed));
	if (!isAddress(fact.pod)) tell(run, `pod ${fact.pod.name}`);
	await exportSchemas(run.args.flags, [called.known.schema], (line) =>
		tell(run, line),
	);
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
