import { isAddress } from "../../cli/endpoint-target.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { Timed } from "../../cli/recording.ts";
import { compareTargets } from "../../kubernetes/targets/pod-target.ts";
import { startLoggedProgress } from "../../render/logged-progress.ts";
import { type Progress, startProgress } from "../../render/progress.ts";
import { MORE_TIME_HINT } from "./begun.ts";
import { concluded } from "./conclude.ts";
import { type HealthFact, podOf, type TargetWithoutPods } from "./facts.ts";
import { lackingText, lackOf } from "./lacking-text.ts";
import type { AskedServices } from "./questions.ts";
import { refuseWhileUnreached } from "./refuse-if-unreached.ts";
import { healthReport } from "./report.ts";
import { countServing } from "./serving-count.ts";
import { type HealthState, newState, takeFact } from "./state.ts";
import { type Figures, verdictOf } from "./verdict.ts";
import type { Output } from "./views/output.ts";
import { servingTimes } from "./waited.ts";

/**
 * Takes facts until every pod serves or they end, because the time is over. Then prints the report as a single check does. Prints
 * nothing after an interruption.
 * @throws PluginError the errors of the targets without pods, `deadline` if not all pods were listed, and what ends the facts
 */
export async function waitUntilServing(
	facts: AsyncIterable<Timed<HealthFact>>,
	services: AskedServices,
	output: Output,
	signal: AbortSignal,
): Promise<ExitStatus> {
	using progress = startWaiting(output);
	const state = newState();
	const serving = countServing(services);
	const refuse = refuseWhileUnreached();
	const reportAbsent = absenceReporter(progress);
	const reportInterruption = interruptionReporter(progress);
	const times = servingTimes();
	const beganMs = output.timeAt(0);
	let complete = false;
	let lastMs = 0;
	progress.update("looking for pods…");
	for await (const { atMs, fact } of facts) {
		lastMs = atMs;
		complete ||= fact.kind === "targets-complete";
		takeFact(state, fact);
		refuse(state, fact);
		serving.update(state, podOf(fact));
		times.update(state, podOf(fact), atMs);
		const figures = {
			serving: serving.serving,
			pods: serving.pods,
			targetsWithoutPods: state.targetsWithoutPods.filter(canComplete).length,
		};
		reportAbsent(state.targetsWithoutPods);
		reportInterruption(state.interruption);
		progress.update(waitingText(figures, state.targetsWithoutPods));
		if (complete && verdictOf(figures) === "healthy") break;
	}
	progress.stop();
	if (signal.aborted) return EXIT_STATUS.interrupted;
	if (!complete)
		state.targetsWithoutPods = [...state.targetsWithoutPods, NOT_LISTED];
	const waited = {
		untilServing: times.untilServing,
		wholeMs: output.timeAt(lastMs) - beganMs,
	};
	const report = healthReport(inOrder(state), services);
	return concluded(report, { ...output, waited });
}

/** Whether a wait can bring what a target lacks. Only another command line asks its pods on its port. */
const canComplete = (target: TargetWithoutPods): boolean =>
	lackOf(target) !== "port";

/** Several targets are listed one after another, so the pods that are known before the last list give no verdict. */
const NOT_LISTED: TargetWithoutPods = {
	origin: "targets not listed yet",
	code: "deadline",
	message: "the wait was over before all pods were listed",
	hint: [MORE_TIME_HINT],
};

/**
 * Starts the progress display. A log that people read keeps its lines. The output for a program is often in one file with stderr,
 * so there it keeps none.
 */
const startWaiting = ({ stderr, env, format: { kind } }: Output): Progress =>
	kind === "table" || kind === "wide"
		? startLoggedProgress(stderr, env)
		: startProgress(stderr, env);

/** Returns the state with its pods in the order of a single check. Addresses stay in the order in which they were named. */
function inOrder(state: HealthState): HealthState {
	const pods = [...state.pods].sort(([, { target: a }], [, { target: b }]) =>
		isAddress(a.pod) ? 0 : compareTargets(a, b),
	);
	return { ...state, pods: new Map(pods) };
}

/**
 * Returns a function that reports each missing target once. Otherwise a wait for a mistyped name would look like any other, and
 * would be silent in a pipe.
 */
function absenceReporter({
	note,
}: Progress): (lacking: readonly TargetWithoutPods[]) => void {
	const reported = new Set<string>();
	return (lacking) => {
		for (const { origin, lacks, code, message, hint } of lacking) {
			if (code !== "not-found" || reported.has(origin)) continue;
			reported.add(origin);
			const what =
				lacks === "object" ? message : `${origin} does not exist yet`;
			note([what, ...hint.slice(0, 1)].join(": "));
		}
	};
}

/**
 * Returns a function that reports when pods are not followed for now, and when they are again. In between, the wait may be for what
 * is already there.
 */
function interruptionReporter({
	note,
}: Progress): (interruption: string | undefined) => void {
	let reported: string | undefined;
	return (interruption) => {
		if (interruption === reported) return;
		reported = interruption;
		note(
			interruption === undefined
				? "pods are followed again"
				: `pods are not followed for now: ${interruption}`,
		);
	};
}

function waitingText(
	{ serving, pods }: Figures,
	lacking: readonly TargetWithoutPods[],
): string {
	const [first, ...others] = lacking;
	if (first === undefined) return `waiting: ${serving} of ${pods} serving…`;
	const absent = others.length > 0 ? lackingText(lacking) : absenceOf(first);
	return `waiting: ${serving} of ${pods} serving, ${absent}…`;
}

function absenceOf(target: TargetWithoutPods): string {
	const { origin, code, message } = target;
	if (lackOf(target) !== "any pods") return message;
	return `${origin} ${code === "not-found" ? "does not exist yet" : "has no pods yet"}`;
}
