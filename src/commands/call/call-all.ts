import { concurrently } from "../../cli/concurrently.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { withPortRemarks } from "../../cli/port-advice.ts";
import { createQuestionGate } from "../../cli/question-gate.ts";
import { podOfMany } from "../../cli/several-pods.ts";
import { openerOf, targetsOf } from "../../cli/targets.ts";
import { PluginError } from "../../errors.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { startProgress } from "../../render/progress.ts";
import { sharedSchemaBuilder } from "../../schema/source/schema-builder.ts";
import { type Asking, askPod } from "./ask-pod.ts";
import type { AnswerOf } from "./compare.ts";
import { printTransports } from "./print-transports.ts";
import { failuresTo } from "./recording/recorder.ts";
import { sharedBudget } from "./response-budget.ts";
import type { Run } from "./run-of.ts";
import { showAnswers, showAnswersSoFar } from "./show-answers.ts";
import { isStdin } from "./stdin.ts";

/**
 * Calls every pod of the target with the same requests and groups the answers. After Ctrl-C it shows the answers so far.
 * @throws PluginError
 */
export async function callAll(run: Run, atOnce: number): Promise<ExitStatus> {
	const { plan, context, recorder } = run;
	if (plan.data.some(isStdin))
		throw new PluginError(
			"usage",
			"standard input can be sent to one pod only",
			{ hint: ["-d @FILE is read anew for each pod"] },
		);
	using progress = startProgress(context.stderr, context.env);
	progress.update("looking for pods…");
	const { targets, open, resolveMs } = await failuresTo(recorder, () =>
		find(run, atOnce),
	);
	const pods = targets.map(podOfMany);
	await recorder?.write({ kind: "pods", via: null, pods });
	const asking: Asking = {
		run,
		open,
		resolveMs,
		gate: createQuestionGate(),
		builder: sharedSchemaBuilder(),
		told: new Map(),
		reached: [],
		budget: sharedBudget(),
	};
	const answers: AnswerOf[] = [];
	const tellProgress = () =>
		progress.update(`${answers.length} of ${targets.length} pods answered…`);
	tellProgress();
	for await (const answer of concurrently(
		targets,
		atOnce,
		async function* (target: PodTarget): AsyncGenerator<AnswerOf> {
			yield await askPod(target, asking);
		},
	)) {
		answers.push(answer);
		tellProgress();
	}
	progress.stop();
	printTransports(run, asking.reached);
	if (!context.signal.aborted) return showAnswers(run, answers, pods);
	await recorder?.leave();
	await showAnswersSoFar(run, answers, pods);
	return EXIT_STATUS.interrupted;
}

async function find({ access, startMs }: Run, atOnce: number) {
	const targets = await targetsOf(access, "needed", atOnce);
	const resolveMs = performance.now() - startMs;
	return { targets, resolveMs, open: withPortRemarks(await openerOf(access)) };
}
