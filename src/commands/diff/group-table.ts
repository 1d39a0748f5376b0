import { withoutPodName } from "../../cli/without-pod-name.ts";
import type { Page } from "../../render/page.ts";
import { firstNames, NAMED_PODS, unseenLines } from "../../render/prose.ts";
import { bad, dim, type StyledText } from "../../render/span.ts";
import { type Column, layOutTable } from "../../render/table.ts";
import { textLines } from "../../render/text-lines.ts";
import { holdersText, namesOf } from "./holder-names.ts";
import { eachOnce, type HolderReport } from "./holders.ts";
import type { FailedReport, GroupReport, SchemaDiff } from "./report.ts";

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

/**
 * Returns a row for each schema with its holders, and rows for pods without a schema with the reason. -o wide names all pods in full.
 */
export function groupTable(
	diff: SchemaDiff,
	layout: "table" | "wide",
	page: Page,
): readonly StyledText[] {
	return layOutTable(GROUP_COLUMNS, rowsOf(diff, layout), page, {
		headers: "hidden",
		indent: 2,
		gap: 2,
	});
}

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
		...failedRows(failed, nameOf, most),
	];
}

function groupRow(
	{ name, holders }: GroupReport,
	nameOf: (holder: HolderReport) => string,
	most: number,
): Row {
	const images = [...new Set(holders.flatMap(({ image }) => image ?? []))];
	const pods = holders.filter(({ namespace }) => namespace !== null).length;
	return {
		letter: name,
		count: pods === 0 ? "files" : holdersText(holders),
		image: images.join(", "),
		names: firstNames(eachOnce(holders).map(nameOf), most),
	};
}

/** Returns the rows for pods without a schema. Pods with the same image and reason share a row, and each hint appears once, below. */
function failedRows(
	failed: readonly FailedReport[],
	nameOf: (holder: HolderReport) => string,
	most: number,
): readonly Row[] {
	const newOf = unseenLines();
	const alike = Map.groupBy(eachOnce(failed), (one) =>
		JSON.stringify([one.counted, one.image, reasonOf(one)]),
	);
	return [...alike.values()].flatMap(([one, ...others]) => {
		if (one === undefined) return [];
		const tone = one.counted ? bad : dim;
		const names = firstNames([one, ...others].map(nameOf), most);
		const lines = textLines(reasonOf(one), "in -o json").map(tone);
		const beside = others.length === 0 ? lines.splice(0, 1) : [];
		return [
			{
				letter: "-",
				count: holdersText([one, ...others]),
				image: one.image ?? "",
				names: [names, ...beside.flatMap((line) => [" ", line])],
			},
			...lines.map(rowBelow),
			...newOf(one.counted ? one.failure.hint : []).map((hint) =>
				rowBelow(dim(hint)),
			),
		];
	});
}

/** Returns the reason without the pod's name, because the row has the name already. */
function reasonOf(one: FailedReport): string {
	return withoutPodName(one.failure.message, one);
}

function rowBelow(text: StyledText): Row {
	return { letter: "", count: "", image: "", names: ["  ", text] };
}
