import { isAddress } from "../../../cli/endpoint-target.ts";
import { escapeTerminal } from "../../../render/escape.ts";
import { sortBy } from "../../../render/jsonpath/sort.ts";
import type { HealthReport } from "../report.ts";
import { junitSuite } from "./junit-cases.ts";
import type { Output } from "./output.ts";
import { printHealthTable } from "./table.ts";

/** Prints a report in the format that was asked for. */
export async function printReport(
	report: HealthReport,
	output: Output,
): Promise<void> {
	output.stdout.write(await reportText(sorted(report, output), output));
}

/**
 * Sorts the pods. A field that no pod has, such as `.checks[0]` while none can be asked, causes only a warning, so that the pods
 * are still shown.
 */
function sorted(
	report: HealthReport,
	{ sortKey, stderr }: Output,
): HealthReport {
	if (sortKey === undefined) return report;
	const pods = sortBy(report.pods, sortKey);
	if (pods !== undefined) return { ...report, pods };
	const path = escapeTerminal(sortKey.path);
	stderr.write(
		`warning: --sort-by: no pod has ${path}; -o json shows the fields that there are\n`,
	);
	return report;
}

async function reportText(
	report: HealthReport,
	output: Output,
): Promise<string> {
	const { format, page, headers, scope, now } = output;
	switch (format.kind) {
		case "table":
		case "wide":
			return printHealthTable(report, {
				page,
				headers,
				scope,
				layout: format.kind,
				nowMs: now(),
			});
		case "name":
			return report.pods
				.map((pod) => {
					const name = escapeTerminal(pod.name);
					return `${isAddress(pod) ? "" : "pod/"}${name}\n`;
				})
				.join("");
		case "junit": {
			const { printJUnit } = await import("../../../render/junit.ts");
			return printJUnit([junitSuite(report, output.waited)]);
		}
		default: {
			const { objectPrinter } = await import("../../../render/structured.ts");
			const print = await objectPrinter(format, page);
			return print(report);
		}
	}
}
