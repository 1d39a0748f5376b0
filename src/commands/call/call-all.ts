import { concurrently } from "../../cli/concurrently.ts";
import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfError,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import { createLull } from "../../cli/lull.ts";
import { openerOf, targetsOf } from "../../cli/reach.ts";
import { API_VERSION } from "../../cli/structured.ts";
import { PluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { printLines } from "../../render/page.ts";
import { objectPrinter } from "../../render/structured.ts";
import { askPod } from "./ask-pod.ts";
import { type AnswerOf, type CallComparison, groupAnswers } from "./compare.ts";
import { isStdin } from "./is-stdin.ts";
import type { Run } from "./run-of.ts";
import { callExitStatus } from "./status-report.ts";
import { comparisonLines } from "./views/comparison.ts";

/** Calls every pod of the target with the same requests and groups the answers. @throws PluginError */
export async function callAll(run: Run, atOnce: number): Promise<ExitStatus> {
	const { access, plan, context, page } = run;
	if (plan.data.some(isStdin))
		throw new PluginError(
			"usage",
			"standard input can be sent to one pod only",
			{ hint: ["-d @FILE is read anew for each pod"] },
		);
	const targets = await targetsOf(access);
	const resolveMs = performance.now() - run.startMs;
	const open = await openerOf(access);
	const asking = { run, open, resolveMs, lull: createLull() };
	const answers: AnswerOf[] = [];
	for await (const answer of concurrently(
		targets,
		atOnce,
		async function* (target: PodTarget): AsyncGenerator<AnswerOf> {
			yield await askPod(target, asking);
		},
	))
		answers.push(answer);
	if (context.signal.aborted) return EXIT_STATUS.interrupted;
	refuseUnknownMethod(answers);
	const comparison: CallComparison = {
		apiVersion: API_VERSION,
		kind: "CallComparison",
		method: plan.method,
		groups: groupAnswers(
			answers,
			targets.map(({ pod }) => pod.name),
		),
	};
	const { output } = plan;
	if (output.kind === "whole")
		context.stdout.write(
			(await objectPrinter(output.format, page))(comparison),
		);
	else context.stdout.write(printLines(comparisonLines(comparison), page));
	return worst(answers);
}

/** A method that no pod has is a misspelt one, told with the near names. @throws PluginError `symbol` */
function refuseUnknownMethod(answers: readonly AnswerOf[]): void {
	const errors = answers.flatMap((one) =>
		one.kind === "not-called" && one.error.code === "symbol" ? [one.error] : [],
	);
	const [first] = errors;
	if (first !== undefined && errors.length === answers.length) throw first;
}

/** The worst of all pods: not reached, without a schema, not readable, then the highest code. */
function worst(answers: readonly AnswerOf[]): ExitStatus {
	const codes = answers.flatMap((one) =>
		one.kind === "not-called" ? [one.error.code] : [],
	);
	if (codes.length > 0) return exitStatusOfPods(codes);
	const called = answers.filter((one) => one.kind === "answered");
	if (called.some(({ responses }) => responses === "undecodable"))
		return exitStatusOfError("schema");
	return Math.max(
		0,
		...called.map(({ answer }) => callExitStatus(answer.status)),
	);
}
