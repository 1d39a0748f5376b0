import type { CheckReport } from "../checks.ts";
import type { HealthReport, PodReport } from "../report.ts";

/** A line of the table: one service of one pod. */
export type HealthRow = {
	readonly pod: PodReport;
	readonly check: CheckReport;
};

/** Returns the rows of a report: one for each pod and each service that was asked for. */
export function rowsOf(report: HealthReport): readonly HealthRow[] {
	return report.pods.flatMap((pod) =>
		pod.checks.map((check) => ({ pod, check })),
	);
}
