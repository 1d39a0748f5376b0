import { orAborted } from "../../abort.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { Timed } from "../../cli/recording.ts";
import { type Progress, startProgress } from "../../render/progress.ts";
import { counted } from "../../render/prose.ts";
import { concluded } from "./conclude.ts";
import { type HealthFact, podOf, type TargetWithoutPods } from "./facts.ts";
import type { Mode } from "./options.ts";
import { refuseWhileUnreached } from "./refuse-if-unreached.ts";
import {
	type AskedServices,
	type Figures,
	healthReport,
	verdictOf,
} from "./report.ts";
import { countServing } from "./serving-count.ts";
import { newState, takeFact } from "./state.ts";
import type { Output } from "./views/output.ts";

type Waiting = {
	readonly services: AskedServices;
	readonly mode: Extract<Mode, { kind: "wait" }>;
};

/**
 * Follows until every pod serves or the time is over, then prints the report as a single check does; interrupted, nothing.
 * @throws PluginError what is said of targets without pods, and what ends the facts
 */
export async function waitUntilServing(
	facts: AsyncIterable<Timed<HealthFact>>,
	{ services, mode: { timeoutMs } }: Waiting,
	output: Output,
	signal: AbortSignal,
): Promise<ExitStatus> {
	using progress = startProgress(output.stderr, output.env);
	const iterator = facts[Symbol.asyncIterator]();
	const over = new AbortController();
	const timer = setTimeout(() => over.abort(), timeoutMs);
	const state = newState();
	const serving = countServing(services);
	const refuse = refuseWhileUnreached();
	const tellAbsent = absentTeller(progress);
	const tellInterruption = interruptionTeller(progress);
	let complete = false;
	progress.update("looking for pods…");
	try {
		// The first fact comes in time, or an error in its place.
		let next: IteratorResult<Timed<HealthFact>> | "over" =
			await iterator.next();
		while (next !== "over" && next.done !== true) {
			const { fact } = next.value;
			complete ||= fact.kind === "targets-complete";
			takeFact(state, fact);
			refuse(state, fact);
			serving.update(state, podOf(fact));
			const figures = {
				serving: serving.serving,
				pods: serving.pods,
				targetsWithoutPods: state.targetsWithoutPods.length,
			};
			tellAbsent(state.targetsWithoutPods);
			tellInterruption(state.interruption);
			progress.update(waitingText(figures, state.targetsWithoutPods));
			if (complete && verdictOf(figures) === "healthy") break;
			next = await nextUntil(over.signal, iterator);
		}
	} finally {
		clearTimeout(timer);
		void iterator.return?.();
	}
	progress.stop();
	if (signal.aborted) return EXIT_STATUS.interrupted;
	return concluded(healthReport(state, services), output);
}

/** The next value, or `over` as soon as the signal aborts. A race against one promise for all would keep what each came to until the end. */
async function nextUntil<T>(
	signal: AbortSignal,
	iterator: AsyncIterator<T>,
): Promise<IteratorResult<T> | "over"> {
	try {
		return await orAborted(iterator.next(), signal);
	} catch (caught) {
		if (!signal.aborted) throw caught;
		return "over";
	}
}

/** Gives what tells once of each target that is not there: a wait for a mistyped name looks like any other, and in a pipe is silent. */
function absentTeller({
	note,
}: Progress): (lacking: readonly TargetWithoutPods[]) => void {
	const told = new Set<string>();
	return (lacking) => {
		for (const { origin, code, hint } of lacking) {
			if (code !== "not-found" || told.has(origin)) continue;
			told.add(origin);
			note([`${origin} does not exist yet`, ...hint.slice(0, 1)].join(": "));
		}
	};
}

/** Gives what tells of pods that are not followed for now, and that they are again: till then the wait may be for what is there already. */
function interruptionTeller({
	note,
}: Progress): (interruption: string | undefined) => void {
	let told: string | undefined;
	return (interruption) => {
		if (interruption === told) return;
		told = interruption;
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
	const absent =
		others.length > 0
			? `${counted(lacking.length, "target")} without pods`
			: `${first.origin} ${first.code === "not-found" ? "does not exist yet" : "has no pods yet"}`;
	return `waiting: ${serving} of ${pods} serving, ${absent}…`;
}
