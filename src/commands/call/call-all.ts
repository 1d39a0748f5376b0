import { concurrently } from "../../cli/concurrently.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { canBeAsked, whyNotAsked } from "../../cli/one-pod.ts";
import { openerOf, targetsOf } from "../../cli/reach.ts";
import { API_VERSION } from "../../cli/structured.ts";
import { PluginError, toPluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { printLines } from "../../render/page.ts";
import { objectPrinter } from "../../render/structured.ts";
import { collectAnswer } from "./collect-answer.ts";
import { type AnswerOf, type CallComparison, groupAnswers } from "./compare.ts";
import { learnMethod } from "./open.ts";
import { isStdin } from "./requests.ts";
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
	const answers: AnswerOf[] = [];
	for await (const answer of concurrently(
		targets,
		atOnce,
		async function* (target: PodTarget): AsyncGenerator<AnswerOf> {
			yield await askPod(run, target, open, resolveMs);
		},
	))
		answers.push(answer);
	if (context.signal.aborted) return EXIT_STATUS.interrupted;
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

async function askPod(
	run: Run,
	target: PodTarget,
	open: Awaited<ReturnType<typeof openerOf>>,
	resolveMs: number,
): Promise<AnswerOf> {
	const { name } = target.pod;
	if (!canBeAsked(target))
		return {
			kind: "unreachable",
			pod: name,
			reason: whyNotAsked(target),
		};
	try {
		const channel = await open(target, run.access.signal);
		try {
			const known = await learnMethod(run.context, run.args, run.plan, {
				target,
				channel,
			});
			const { answer, end } = await collectAnswer(run, {
				target,
				channel,
				known,
				resolveMs,
			});
			if (end.fault !== undefined) throw end.fault;
			return { kind: "answered", pod: name, answer };
		} finally {
			channel.close();
		}
	} catch (caught) {
		const error = toPluginError(caught);
		// A request that cannot be read is nobody's answer.
		if (error.code === "bad-input" || error.code === "usage") throw error;
		return { kind: "unreachable", pod: name, reason: error.message };
	}
}

/** The worst of all pods: not reached, then the highest code. */
function worst(answers: readonly AnswerOf[]): ExitStatus {
	if (answers.some(({ kind }) => kind === "unreachable"))
		return EXIT_STATUS.unreachable;
	return Math.max(
		0,
		...answers.map((one) =>
			one.kind === "answered" ? callExitStatus(one.answer.status) : 0,
		),
	);
}
