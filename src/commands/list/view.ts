import type { OutputFormat } from "../../render/output-format.ts";
import { type Page, printLines } from "../../render/page.ts";
import { dim, type StyledText, warn } from "../../render/span.ts";
import { type Column, printTable } from "../../render/table.ts";
import type { MethodReport, ServiceList, ServiceReport } from "./report.ts";

/** Returns names, one on each line as in grpcurl: services, or methods of the named services. */
export function printNames(names: readonly string[], page: Page): string {
	return printLines(names, page);
}

/** Returns the full names of methods, sorted: `pkg.Service.Method`. */
function methodNames({ services }: ServiceList): readonly string[] {
	return services
		.flatMap(({ name, methods }) =>
			(methods ?? []).map((method) => `${name}.${method.name}`),
		)
		.toSorted();
}

type Row = {
	readonly service: ServiceReport;
	/** Undefined where the service has no method, or none is described. */
	readonly method: MethodReport | undefined;
};

const COLUMNS: readonly Column<Row>[] = [
	{ title: "SERVICE", value: ({ service }) => service.name },
	{ title: "METHOD", value: methodText },
	{ title: "KIND", value: ({ method }) => method?.kind ?? "-" },
	{ title: "REQUEST", value: ({ method }) => method?.request ?? "-" },
	{ title: "RESPONSE", value: ({ method }) => method?.response ?? "-" },
];

function methodText({ service, method }: Row): StyledText {
	if (method === undefined)
		return dim(service.methods === null ? "(not described)" : "(none)");
	return method.deprecated || service.deprecated
		? [method.name, " ", warn("(deprecated)")]
		: method.name;
}

/** Returns a table with a row for each method, and one for a service without methods. */
function printMethods(
	list: ServiceList,
	page: Page,
	headers: "shown" | "hidden",
): string {
	const rows = list.services.flatMap((service): readonly Row[] =>
		service.methods === null || service.methods.length === 0
			? [{ service, method: undefined }]
			: service.methods.map((method) => ({ service, method })),
	);
	return printTable(COLUMNS, rows, page, { headers });
}

/** Returns a list in a format that shows all of it. */
export async function printList(
	list: ServiceList,
	format: OutputFormat<"table" | "wide" | "name">,
	page: Page,
	headers: "shown" | "hidden",
): Promise<string> {
	switch (format.kind) {
		case "wide":
			return printMethods(list, page, headers);
		case "table":
		case "name":
			return printNames(methodNames(list), page);
		default: {
			const { objectPrinter } = await import("../../render/structured.ts");
			return (await objectPrinter(format, page))(list);
		}
	}
}
