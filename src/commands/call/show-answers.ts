import { API_VERSION } from "../../cli/api-version.ts";
import {
	type ExitStatus,
	exitStatusOfError,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import type { PodName } from "../../cli/pod-name.ts";
import { failedPods } from "../../cli/several-pods.ts";
import { printLines } from "../../render/page.ts";
import { objectPrinter } from "../../render/structured.ts";
import { type AnswerOf, type CallComparison, groupAnswers } from "./compare.ts";
import type { Shown } from "./run-of.ts";
import { callExitStatus } from "./status-report.ts";
import { type Answers, comparisonLines } from "./views/comparison.ts";

/**
 * Groups the answers of all pods and prints the groups. `order` is the order of the pods.
 * @throws PluginError `symbol` if no pod has the method
 */
export async function showAnswers(
	run: Shown,
	answers: readonly AnswerOf[],
	order: readonly PodName[],
): Promise<ExitStatus> {
	refuseUnknownMethod(answers);
	await print(run, answers, order, "all");
	return answersExitStatus(answers);
}

/** Prints the answers that had come when the run was interrupted. They decide no exit status. */
export async function showAnswersSoFar(
	run: Shown,
	answers: readonly AnswerOf[],
	order: readonly PodName[],
): Promise<void> {
	const came = answers.filter(hasAnswered);
	if (came.length > 0) await print(run, came, order, "those-so-far");
}

/** Returns whether the pod sent a response or a status. The run stopped listening to the others when it was interrupted. */
function hasAnswered(one: AnswerOf): boolean {
	if (one.kind === "not-called") return false;
	const { status, messages } = one.answer;
	return status.source === "server" || messages.length > 0;
}

async function print(
	{ plan, context, page }: Shown,
	answers: readonly AnswerOf[],
	order: readonly PodName[],
	which: Answers,
): Promise<void> {
	const groups = groupAnswers(answers, order);
	const { output } = plan;
	if (output.kind !== "whole") {
		context.stdout.write(printLines(comparisonLines(groups, which), page));
		return;
	}
	const comparison: CallComparison = {
		apiVersion: API_VERSION,
		kind: "CallComparison",
		method: answers.find(isAnswered)?.method ?? plan.method,
		groups: groups.map(({ group }) => group),
	};
	context.stdout.write((await objectPrinter(output.format, page))(comparison));
}

function isAnswered(
	one: AnswerOf,
): one is Extract<AnswerOf, { readonly kind: "answered" }> {
	return one.kind === "answered";
}

/** A method that no pod has is probably misspelt. The error has the near names. @throws PluginError `symbol` */
function refuseUnknownMethod(answers: readonly AnswerOf[]): void {
	const errors = answers.flatMap((one) =>
		one.kind === "not-called" && one.error.code === "symbol" ? [one.error] : [],
	);
	const [first] = errors;
	const others = answers.some(
		(one) =>
			one.kind === "answered" ||
			(one.pod.counted && one.error.code !== "symbol"),
	);
	if (first !== undefined && !others) throw first;
}

/**
 * Returns the worst exit status of all pods. Worst first: a pod was not reached, a pod gave no schema, a response was not
 * readable, the highest status code.
 */
export function answersExitStatus(answers: readonly AnswerOf[]): ExitStatus {
	const called = answers.filter(isAnswered);
	const away = answers.flatMap((one) =>
		one.kind === "not-called"
			? [{ code: one.error.code, counted: one.pod.counted }]
			: [],
	);
	const missed = failedPods(away, called.length > 0 ? "some" : "none");
	if (missed.length > 0)
		return exitStatusOfPods(missed.map(({ code }) => code));
	if (called.some(({ responses }) => responses === "undecodable"))
		return exitStatusOfError("schema");
	return Math.max(
		0,
		...called.map(({ answer }) => callExitStatus(answer.status)),
	);
}
