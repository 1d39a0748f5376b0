import type { Page } from "../../render/page.ts";
import { onlyNew } from "../../render/prose.ts";
import { bad, dim, type StyledText } from "../../render/span.ts";
import { type Column, layOutTable } from "../../render/table.ts";
import { textLines } from "../../render/text-lines.ts";
import { holdersText, namesOf } from "./holder-names.ts";
import type { HolderReport } from "./holders.ts";
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

/** Pods named before the rest is only counted; -o wide names all of them in full. */
const NAMED_PODS = 8;

/** A row for each schema with who has it, and for each pod that is not known with the reason. */
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
		...failedRows(failed, nameOf),
	];
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
		count: pods === 0 ? "files" : holdersText(holders),
		image: images.join(", "),
		names: `${shown.join(" ")}${more > 0 ? ` and ${more} more` : ""}`,
	};
}

/** A row for each pod that is not known; what to do about it stands below, once. */
function failedRows(
	failed: readonly FailedReport[],
	nameOf: (holder: HolderReport) => string,
): readonly Row[] {
	const newOf = onlyNew();
	return failed.flatMap((one) => {
		const tone = one.counted ? bad : dim;
		const [first, ...more] = textLines(one.failure.message, "in -o json");
		return [
			{
				letter: "-",
				count: holdersText([one]),
				image: one.image ?? "",
				names: [nameOf(one), " ", tone(first)],
			},
			...more.map((line) => rowBelow(tone(line))),
			...newOf(one.counted ? one.failure.hint : []).map((hint) =>
				rowBelow(dim(hint)),
			),
		];
	});
}

function rowBelow(text: StyledText): Row {
	return { letter: "", count: "", image: "", names: ["  ", text] };
}
