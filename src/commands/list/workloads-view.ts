import type { Scope } from "../../cli/aim.ts";
import { failureLines } from "../../cli/failure-lines.ts";
import type { OutputFormat } from "../../render/output-format.ts";
import type { Page } from "../../render/page.ts";
import { bad, dim, type StyledText } from "../../render/span.ts";
import { type Column, printTable } from "../../render/table.ts";
import { type ServiceList, serviceList, wholeList } from "./report.ts";
import { printNames } from "./view.ts";
import type { WorkloadServices } from "./workloads.ts";

export type WorkloadsView = {
	readonly format: OutputFormat<"table" | "wide" | "name">;
	readonly page: Page;
	readonly headers: "shown" | "hidden";
	readonly scope: Scope;
};

type Row = {
	readonly namespace: string;
	readonly workload: string;
	readonly service: StyledText;
	readonly pod: string;
};

const NAMESPACE: Column<Row> = {
	title: "NAMESPACE",
	value: ({ namespace }) => namespace,
};
const COLUMNS: readonly Column<Row>[] = [
	{ title: "WORKLOAD", value: ({ workload }) => workload },
	{ title: "SERVICE", value: ({ service }) => service },
	{ title: "POD", value: ({ pod }) => pod, priority: "wide" },
];

/** Returns the services of several workloads: a table with a row for each service, or one ServiceList after the other. */
export async function printWorkloads(
	all: readonly WorkloadServices[],
	{ format, page, headers, scope }: WorkloadsView,
): Promise<string> {
	switch (format.kind) {
		case "name":
			return printNames(serviceNames(all), page);
		case "table":
		case "wide": {
			const columns = scope === "namespace" ? COLUMNS : [NAMESPACE, ...COLUMNS];
			return printTable(columns, all.flatMap(rowsOf), page, {
				headers,
				layout: format.kind,
			});
		}
		default: {
			const { objectPrinter } = await import("../../render/structured.ts");
			const print = await objectPrinter(format, page, "stream");
			return all.map((each) => print(workloadList(each))).join("");
		}
	}
}

function workloadList({
	workload,
	namespace,
	outcome,
}: WorkloadServices): ServiceList {
	if (outcome.kind === "failed") {
		const { failure } = outcome;
		return { ...serviceList([], null), namespace, workload, failure };
	}
	const { schema, pod } = outcome;
	return { ...serviceList([wholeList(schema)], pod), workload };
}

/** Returns every service once, even if several workloads serve it. */
function serviceNames(all: readonly WorkloadServices[]): readonly string[] {
	const names = all.flatMap(({ outcome }) =>
		outcome.kind === "listed" ? outcome.schema.services : [],
	);
	return [...new Set(names)].toSorted();
}

/** Returns the lines about failed workloads. They go to stderr, because a long reason would widen the table. */
export function reasonLines(
	all: readonly WorkloadServices[],
	scope: WorkloadsView["scope"],
): readonly StyledText[] {
	return failureLines(
		all.flatMap(({ workload, namespace, outcome }) => {
			if (outcome.kind !== "failed") return [];
			const where = scope === "namespace" ? "" : ` in ${namespace}`;
			return [{ name: `${workload}${where}`, failure: outcome.failure }];
		}),
	);
}

function rowsOf({
	namespace,
	workload,
	outcome,
}: WorkloadServices): readonly Row[] {
	if (outcome.kind === "failed")
		return [{ namespace, workload, service: bad("(not known)"), pod: "-" }];
	const { pod, schema } = outcome;
	const services: readonly StyledText[] =
		schema.services.length > 0 ? schema.services : [dim("(none)")];
	return services.map((service) => ({
		namespace,
		workload,
		service,
		pod: pod.name,
	}));
}
