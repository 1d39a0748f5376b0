import { namespacePrefixes } from "../../cli/pod-name.ts";
import { layOutFindings } from "../../render/findings.ts";
import type { OutputFormat } from "../../render/output-format.ts";
import { type Page, printLines } from "../../render/page.ts";
import { counted, onlyNew, shortenPodName } from "../../render/prose.ts";
import {
	bad,
	columnsOf,
	dim,
	good,
	padTo,
	type StyledText,
	strong,
	warn,
} from "../../render/span.ts";
import { type Column, layOutTable } from "../../render/table.ts";
import type { Breakage } from "../../schema/compare/compatibility.ts";
import type { HolderReport } from "./holders.ts";
import type {
	DifferenceReport,
	FailedReport,
	GroupReport,
	SchemaDiff,
} from "./report.ts";

/** Prints a comparison in the format that was asked for. */
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
		...layOutTable(GROUP_COLUMNS, rowsOf(diff, layout), page, {
			headers: "hidden",
			indent: 2,
			gap: 2,
		}),
		...differenceLines(diff, layout),
		...(findings.length > 0 ? ["", ...findings] : []),
		"",
		verdict(diff),
	];
}

function headline({ schemas, failed }: SchemaDiff): StyledText {
	if (schemas.length === 0) return strong(`no schema from ${podsText(failed)}`);
	const holders = schemas.flatMap((group) => group.holders);
	const pods = holders.filter(({ namespace }) => namespace !== null).length;
	const files = holders.length - pods;
	const on = [
		...(pods > 0 || files === 0 ? [podsText(holders)] : []),
		...(files > 0 ? ["in files"] : []),
	];
	const known = `${counted(schemas.length, "schema")} on ${on.join(" and ")}`;
	return failed.length === 0
		? strong(known)
		: [strong(known), `, ${failed.length} not known`];
}

type Row = {
	readonly letter: string;
	readonly count: string;
	readonly image: string;
	readonly names: StyledText;
};

const GROUP_COLUMNS: readonly Column<Row>[] = [
	{ title: "SCHEMA", value: ({ letter }) => letter },
	{ title: "PODS", value: ({ count }) => count },
	{ title: "IMAGE", value: ({ image }) => image },
	{ title: "NAMES", value: ({ names }) => names, content: "prose" },
];

/** Pods named before the rest is only counted; -o wide names all of them in full. */
const NAMED_PODS = 8;

function rowsOf(
	{ schemas, failed }: SchemaDiff,
	layout: "table" | "wide",
): readonly Row[] {
	const nameOf = namesOf(
		[...schemas.flatMap(({ holders }) => holders), ...failed],
		layout,
	);
	const most = layout === "wide" ? Number.POSITIVE_INFINITY : NAMED_PODS;
	return [
		...schemas.map((group) => groupRow(group, nameOf, most)),
		...failedRows(failed, nameOf),
	];
}

/** Gives a holder's name as a row has it; of pods in several namespaces with its own. */
function namesOf(
	all: readonly HolderReport[],
	layout: "table" | "wide",
): (holder: HolderReport) => string {
	const prefix = namespacePrefixes(all);
	return (holder) => {
		const { name, terminating } = holder;
		const shown = `${prefix(holder)}${layout === "wide" ? name : shortenPodName(name)}`;
		return terminating ? `${shown} (terminating)` : shown;
	};
}

function groupRow(
	{ name, holders }: GroupReport,
	nameOf: (holder: HolderReport) => string,
	most: number,
): Row {
	const images = [...new Set(holders.flatMap(({ image }) => image ?? []))];
	const names = holders.map(nameOf);
	const shown = names.slice(0, most);
	const more = names.length - shown.length;
	const pods = holders.filter(({ namespace }) => namespace !== null).length;
	return {
		letter: name,
		count: pods === 0 ? "files" : podsText(holders),
		image: images.join(", "),
		names: `${shown.join(" ")}${more > 0 ? ` and ${more} more` : ""}`,
	};
}

/** Addresses have no namespace to lie in. */
function podsText(holders: readonly HolderReport[]): string {
	const inCluster = holders.filter(({ namespace }) => namespace !== null);
	return inCluster.every(isAddress)
		? counted(inCluster.length, "address", "addresses")
		: counted(inCluster.length, "pod");
}

function isAddress({ namespace }: HolderReport): boolean {
	return namespace === "";
}

/** A row for each pod that is not known; what to do about it stands below, once. */
function failedRows(
	failed: readonly FailedReport[],
	nameOf: (holder: HolderReport) => string,
): readonly Row[] {
	const newOf = onlyNew();
	return failed.flatMap((one) => [
		failedRow(one, nameOf),
		...newOf(one.counted ? one.failure.hint : []).map(hintRow),
	]);
}

function hintRow(hint: string): Row {
	return { letter: "", count: "", image: "", names: ["  ", dim(hint)] };
}

function failedRow(
	one: FailedReport,
	nameOf: (holder: HolderReport) => string,
): Row {
	return {
		letter: "-",
		count: podsText([one]),
		image: one.image ?? "",
		names: [nameOf(one), " ", (one.counted ? bad : dim)(one.failure.message)],
	};
}

/** The widest symbol that still lets the verdicts stand in a column. */
const WIDEST_SYMBOL = 48;

function differenceLines(
	{ differences }: SchemaDiff,
	layout: "table" | "wide",
): readonly StyledText[] {
	const widest = Math.max(
		0,
		...differences.map(({ symbol }) => columnsOf(symbol)),
	);
	const width = Math.min(widest, WIDEST_SYMBOL);
	return differences.flatMap((difference) => [
		"",
		[
			...padTo(strong(difference.symbol), width),
			`   ${difference.from} → ${difference.to}   `,
			...changeText(difference),
		],
		...hunkLines(difference),
		...(layout === "wide"
			? difference.rules.map(({ rule, reason }) => dim(`  ${rule}: ${reason}`))
			: []),
	]);
}

function changeText({
	change,
	from,
	to,
	breaks,
}: DifferenceReport): readonly StyledText[] {
	const verdictText = breaks.length > 0 ? breaksText(breaks) : undefined;
	switch (change) {
		case "added":
			return [`only in ${to}`];
		case "removed":
			return [
				`only in ${from}`,
				...(verdictText === undefined ? [] : [", ", verdictText]),
			];
		case "changed":
			return [verdictText ?? good("compatible")];
	}
}

const BREAKAGE_NAMES: Readonly<Record<Breakage, string>> = {
	wire: "wire",
	json: "JSON",
	source: "source",
};

/** Whatever breaks messages breaks the code that is made from them too, which need not be said. */
function breaksText(breaks: readonly Breakage[]): StyledText {
	const worse = breaks.filter((kind) => kind !== "source");
	const told = worse.length > 0 ? worse : breaks;
	const text = `breaks ${told.map((kind) => BREAKAGE_NAMES[kind]).join(" and ")}`;
	return worse.length > 0 ? bad(text) : warn(text);
}

function hunkLines({ lines, change }: DifferenceReport): readonly StyledText[] {
	// What only one side has is told by its name; its source is for whoever asks `describe`.
	if (change !== "changed") return [];
	return lines.map(({ side, text }) =>
		side === "before" ? bad(`  - ${text.trim()}`) : good(`  + ${text.trim()}`),
	);
}

function verdict(diff: SchemaDiff): StyledText {
	const { schemas, differences, breaks, failed } = diff;
	if (schemas.length === 0) return bad("nothing to compare");
	if (lacksASide(diff)) return bad("nothing to compare with");
	const count = counted(differences.length, "difference");
	if (breaks.length > 0) return [breaksText(breaks), `: ${count}`];
	const missed = failed.filter((one) => one.counted);
	// A pod that is not known may well differ.
	const [style, limits] =
		missed.length === 0
			? [good, ""]
			: [warn, `; of ${podsText(missed)} nothing is known`];
	return schemas.length === 1
		? [style("same"), `: there is no difference${limits}`]
		: [
				style("compatible"),
				`: ${count}, none of which breaks anything${limits}`,
			];
}

/** Whether one of two sides is all unknown. */
function lacksASide({ schemas, failed }: SchemaDiff): boolean {
	const known = schemas.flatMap(({ holders }) => holders);
	return failed.some(({ side }) => known.every((one) => one.side !== side));
}
