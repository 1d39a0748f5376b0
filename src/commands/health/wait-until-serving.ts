import { isAddress } from "../../cli/endpoint-target.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { Timed } from "../../cli/recording.ts";
import { compareTargets } from "../../kubernetes/targets/pod-target.ts";
import {
	type Progress,
	startLoggedProgress,
	startProgress,
} from "../../render/progress.ts";
import { MORE_TIME_HINT } from "./begun.ts";
import { concluded } from "./conclude.ts";
import { type HealthFact, podOf, type TargetWithoutPods } from "./facts.ts";
import { lackingText } from "./lacking-text.ts";
import { refuseWhileUnreached } from "./refuse-if-unreached.ts";
import {
	type AskedServices,
	type Figures,
	healthReport,
	verdictOf,
} from "./report.ts";
import { countServing } from "./serving-count.ts";
import { type HealthState, newState, takeFact } from "./state.ts";
import type { Output } from "./views/output.ts";

/**
 * Follows until every pod serves or the facts end, as the time is over, then prints the report as a single check does; interrupted, nothing.
 * @throws PluginError what is said of targets without pods, `deadline` where pods were not all listed, and what ends the facts
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
	let complete = false;
	progress.update("looking for pods…");
	for await (const { fact } of facts) {
		complete ||= fact.kind === "targets-complete";
		takeFact(state, fact);
		refuse(state, fact);
		serving.update(state, podOf(fact));
		const figures = {
			serving: serving.serving,
			pods: serving.pods,
			targetsWithoutPods: state.targetsWithoutPods.length,
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
	return concluded(healthReport(inOrder(state), services), output);
}

/** The lists of several targets come one by one: what all pods say that are known by then is no verdict. */
const NOT_LISTED: TargetWithoutPods = {
	origin: "targets not listed yet",
	code: "deadline",
	message: "the wait was over before all pods were listed",
	hint: [MORE_TIME_HINT],
};

/** A log that people read has a trace of it; what a program reads is often in one file with stderr. */
const startWaiting = ({ stderr, env, format: { kind } }: Output): Progress =>
	kind === "table" || kind === "wide"
		? startLoggedProgress(stderr, env)
		: startProgress(stderr, env);

/** The pods as they are found by a single check; addresses stay as they were named. */
function inOrder(state: HealthState): HealthState {
	const pods = [...state.pods].sort(([, { target: a }], [, { target: b }]) =>
		isAddress(a.pod) ? 0 : compareTargets(a, b),
	);
	return { ...state, pods: new Map(pods) };
}

/** Gives what tells once of each target that is not there: a wait for a mistyped name looks like any other, and in a pipe is silent. */
function absenceReporter({
	note,
}: Progress): (lacking: readonly TargetWithoutPods[]) => void {
	const reported = new Set<string>();
	return (lacking) => {
		for (const { origin, code, hint } of lacking) {
			if (code !== "not-found" || reported.has(origin)) continue;
			reported.add(origin);
			note([`${origin} does not exist yet`, ...hint.slice(0, 1)].join(": "));
		}
	};
}

/** Gives what tells of pods that are not followed for now, and that they are again: till then the wait may be for what is there already. */
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

function absenceOf({ origin, code, pods, message }: TargetWithoutPods): string {
	if (pods !== undefined) return message;
	return `${origin} ${code === "not-found" ? "does not exist yet" : "has no pods yet"}`;
}
