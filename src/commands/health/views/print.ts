import { isAddress } from "../../../cli/endpoint-target.ts";
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

function sorted(report: HealthReport, { sortKey }: Output): HealthReport {
	return sortKey === undefined
		? report
		: { ...report, pods: sortBy(report.pods, sortKey) };
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
				.map((pod) => `${isAddress(pod) ? "" : "pod/"}${pod.name}\n`)
				.join("");
		case "junit": {
			const { printJUnit } = await import("../../../render/junit.ts");
			return printJUnit([junitSuite(report)]);
		}
		default: {
			const { objectPrinter } = await import("../../../render/structured.ts");
			const print = await objectPrinter(format, page);
			return print(report);
		}
	}
}
