import type { ExitStatus } from "../../cli/exit-status.ts";
import { exitStatusOf } from "./exit.ts";
import type { HealthReport } from "./report.ts";
import type { Output } from "./views/output.ts";
import { printReport } from "./views/print.ts";

/**
 * Prints a report and returns its exit status. If there are targets without pods and no pods at all, prints nothing, because the
 * error says everything, except for CI systems, which do not read errors and take an empty file for a broken report.
 * @throws PluginError the errors of the targets without pods
 */
export async function concluded(
	report: HealthReport,
	output: Output,
): Promise<ExitStatus> {
	const { pods, targetsWithoutPods } = report;
	const errorSaysAll = pods.length === 0 && targetsWithoutPods.length > 0;
	if (!errorSaysAll || output.format.kind === "junit")
		await printReport(report, output);
	return exitStatusOf(report);
}
