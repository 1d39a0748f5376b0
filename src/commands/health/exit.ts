import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { errorOf } from "../../cli/recording/failure.ts";
import { joinErrors } from "../../errors.ts";
import { type HealthReport, type PodStanding, standingOf } from "./report.ts";

const STATUS_OF: Readonly<Record<PodStanding, ExitStatus>> = {
	serving: EXIT_STATUS.ok,
	"not-serving": EXIT_STATUS.notServing,
	failed: EXIT_STATUS.rpcFailed,
	unreachable: EXIT_STATUS.unreachable,
};

/** From worst to best: what could not even be asked hides more than what answered badly. */
const WORST_FIRST: readonly PodStanding[] = [
	"unreachable",
	"failed",
	"not-serving",
];

/**
 * grpc_health_probe's exit status for the worst of all counted pods; no pod to count is `unreachable`.
 * @throws PluginError what is said of targets without pods, for which none serves
 */
export function exitStatusOf(report: HealthReport): ExitStatus {
	const error = joinErrors(report.targetsWithoutPods.map(errorOf));
	if (error !== undefined) throw error;
	const standings = new Set(
		report.pods.filter((pod) => pod.counted).map(standingOf),
	);
	if (standings.size === 0) return EXIT_STATUS.unreachable;
	const worst = WORST_FIRST.find((standing) => standings.has(standing));
	return worst === undefined ? EXIT_STATUS.ok : STATUS_OF[worst];
}
