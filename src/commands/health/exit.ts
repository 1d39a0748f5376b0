import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { errorOf } from "../../cli/recording/failure.ts";
import { joinErrors } from "../../errors.ts";
import type { HealthReport } from "./report.ts";
import { type PodStanding, standingOf } from "./verdict.ts";

const STATUS_OF: Readonly<Record<PodStanding, ExitStatus>> = {
	serving: EXIT_STATUS.ok,
	"not-serving": EXIT_STATUS.notServing,
	failed: EXIT_STATUS.rpcFailed,
	unreachable: EXIT_STATUS.unreachable,
};

/** From worst to best. A pod that cannot even be asked comes first, because it hides more than one that answers badly. */
const WORST_FIRST: readonly PodStanding[] = [
	"unreachable",
	"failed",
	"not-serving",
];

/**
 * Returns grpc_health_probe's exit status for the worst of the pods that count. Without any such pod it is that of `unreachable`.
 * @throws PluginError the errors of the targets without pods, for which no pod serves
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
