import type { CheckReport, HealthReport, PodReport } from "../report.ts";

/** A line of the table: one service of one pod. */
export type HealthRow = {
	readonly pod: PodReport;
	readonly check: CheckReport;
};

/** The rows of a report: a pod stands once for each service that was asked. */
export function rowsOf(report: HealthReport): readonly HealthRow[] {
	return report.pods.flatMap((pod) =>
		pod.checks.map((check) => ({ pod, check })),
	);
}
