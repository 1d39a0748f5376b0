import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { canBeAsked } from "../../cli/one-pod.ts";
import type { Timed } from "../../cli/recording.ts";
import { listed } from "../../listed.ts";
import { startProgress } from "../../render/progress.ts";
import { concluded } from "./conclude.ts";
import type { HealthFact } from "./facts.ts";
import type { AskedServices } from "./questions.ts";
import { refuseIfUnreached } from "./refuse-if-unreached.ts";
import { healthReport } from "./report.ts";
import { type HealthState, newState, takeFact } from "./state.ts";
import type { Output } from "./views/output.ts";

/**
 * Takes all facts, then prints the report. Prints nothing after an interruption, because half a report would be read as a verdict.
 * @throws PluginError `forbidden` if a missing permission kept every pod from being reached
 */
export async function showOnce(
	facts: AsyncIterable<Timed<HealthFact>>,
	services: AskedServices,
	output: Output,
	signal: AbortSignal,
): Promise<ExitStatus> {
	const state = await settle(facts, output);
	if (signal.aborted) return EXIT_STATUS.interrupted;
	refuseIfUnreached(state);
	return concluded(healthReport(state, services), output);
}

async function settle(
	facts: AsyncIterable<Timed<HealthFact>>,
	output: Output,
): Promise<HealthState> {
	using progress = startProgress(output.stderr, output.env);
	const state = newState();
	progress.update("looking for pods…");
	for await (const { fact } of facts) {
		takeFact(state, fact);
		progress.update(() => progressText(state));
	}
	return state;
}

/** Maximum number of unanswered pods that the progress line names, so that a pod that hangs is seen before its deadline. */
const NAMED_PODS = 2;

function progressText(state: HealthState): string {
	const pods = [...state.pods.values()];
	const open = pods.filter(
		({ target, services, connection }) =>
			canBeAsked(target) &&
			services.size === 0 &&
			connection.kind !== "unreachable",
	);
	const checked = `checked ${pods.length - open.length} of ${pods.length}`;
	if (open.length === 0 || open.length > NAMED_PODS) return `${checked}…`;
	const names = open.map(({ target }) => target.pod.name);
	return `${checked}, waiting for ${listed(names)}…`;
}
