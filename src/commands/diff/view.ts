import { listed } from "../../listed.ts";
import { layOutFindings } from "../../render/findings.ts";
import type { OutputFormat } from "../../render/output-format.ts";
import { type Page, printLines } from "../../render/page.ts";
import { counted } from "../../render/prose.ts";
import { type StyledText, strong, warn } from "../../render/span.ts";
import { textLines } from "../../render/text-lines.ts";
import { differenceLines } from "./difference-lines.ts";
import { groupTable } from "./group-table.ts";
import { holdersText, namesOf } from "./holder-names.ts";
import { eachOnce } from "./holders.ts";
import type { SchemaDiff } from "./report.ts";
import type { NotCompared } from "./undescribed.ts";
import { verdict } from "./verdict.ts";

/** Returns a comparison in the wanted format. */
export async function printDiff(
	diff: SchemaDiff,
	format: OutputFormat,
	page: Page,
): Promise<string> {
	switch (format.kind) {
		case "table":
		case "wide":
			return printLines(diffLines(diff, format.kind, page), page);
		case "name":
			return printLines(
				[...new Set(diff.differences.map(({ symbol }) => symbol))],
				page,
			);
		case "junit": {
			const { printJUnit } = await import("../../render/junit.ts");
			const { junitSuite } = await import("./junit-cases.ts");
			return printJUnit([junitSuite(diff)]);
		}
		default: {
			const { objectPrinter } = await import("../../render/structured.ts");
			return (await objectPrinter(format, page))(diff);
		}
	}
}

function diffLines(
	diff: SchemaDiff,
	layout: "table" | "wide",
	page: Page,
): readonly StyledText[] {
	const findings = layOutFindings(diff.findings, page);
	return [
		headline(diff),
		...groupTable(diff, layout, page),
		...differenceLines(diff, layout),
		...notComparedLines(diff, layout),
		...(findings.length > 0 ? ["", ...findings] : []),
		"",
		verdict(diff),
	];
}

function headline({ schemas, failed }: SchemaDiff): StyledText {
	if (schemas.length === 0)
		return strong(`no schema from ${holdersText(failed)}`);
	const holders = schemas.flatMap((group) => group.holders);
	const pods = holders.filter(({ namespace }) => namespace !== null).length;
	const files = holders.length - pods;
	const where = [
		...(pods > 0 || files === 0 ? [`on ${holdersText(holders)}`] : []),
		...(files > 0 ? ["in files"] : []),
	];
	const known = `${counted(schemas.length, "schema")} ${where.join(" and ")}`;
	return failed.length === 0
		? strong(known)
		: [strong(known), `, ${eachOnce(failed).length} not known`];
}

function notComparedLines(
	{ notCompared, missingTypes }: SchemaDiff,
	layout: "table" | "wide",
): readonly StyledText[] {
	const nameOf = namesOf(
		[...notCompared, ...missingTypes].flatMap(({ holders }) => holders),
		layout,
	);
	const linesOf = (told: string, { holders, reason }: Undescribed) => {
		const [first, ...more] = textLines(reason, "in -o json");
		const by = listed(eachOnce(holders).map(nameOf));
		return [
			[warn("not compared"), `: ${told} by ${by}: ${first}`],
			...more.map((line) => `  ${line}`),
		];
	};
	const lines = [
		...notCompared.flatMap((one) =>
			linesOf(`${one.service}, listed and not described`, one),
		),
		...missingTypes.flatMap((one) =>
			linesOf(`${one.type}, used and not declared`, one),
		),
	];
	return lines.length === 0 ? [] : ["", ...lines];
}

type Undescribed = Pick<NotCompared, "holders" | "reason">;
