import { lineWidth, type Page, printLines } from "./page.ts";
import {
	columnsOf,
	padTo,
	type Span,
	type StyledText,
	trimEnd,
} from "./span.ts";
import { wrap } from "./wrap.ts";

/** A column of a table. */
export type Column<Row> = {
	/** The heading, in capitals as kubectl's. */
	readonly title: string;
	/** The cell of a row. It comes as it is; escaping and colour are the table's. */
	readonly value: (row: Row) => StyledText;
	/** Default: left. Numbers that are compared go right. */
	readonly align?: "left" | "right";
	/** `wide` columns are shown with `-o wide` only. Default: always. */
	readonly priority?: "always" | "wide";
	/**
	 * What becomes of cells that run over a terminal's edge: names are copied, so they stay whole (the default). Prose in
	 * the last column may wrap under itself.
	 */
	readonly content?: "name" | "prose";
};

export type TableOptions = {
	/** Default: table. */
	readonly layout?: "table" | "wide";
	/** Default: shown; `--no-headers` hides them. */
	readonly headers?: "shown" | "hidden";
	/** Columns before each line. Default: 0. */
	readonly indent?: number;
	/** Columns between two columns. Default: 3, as kubectl; 2 where a line is as wide as the terminal only so. */
	readonly gap?: number;
};

const GAP = 3;
const NARROW_GAP = 2;

type Cells = readonly StyledText[];

/** Narrower than this, wrapped prose is a worse read than a line that runs over the edge. */
const NARROWEST_PROSE = 20;

/** The columns that a layout shows. */
function shownColumns<Row>(
	columns: readonly Column<Row>[],
	layout: "table" | "wide",
): readonly Column<Row>[] {
	return columns.filter(
		(column) => layout === "wide" || column.priority !== "wide",
	);
}

function columnWidths(
	rows: readonly Cells[],
	count: number,
): readonly number[] {
	return Array.from({ length: count }, (_, index) =>
		rows.reduce((widest, cells) => {
			return Math.max(widest, columnsOf(cells[index] ?? ""));
		}, 0),
	);
}

/** The gap that the page takes: where the widest line runs over the edge with either, nothing is gained by the narrow one. */
function gapFor(
	widths: readonly number[],
	indent: number,
	width: number,
): number {
	const gaps = Math.max(widths.length - 1, 0);
	const room = width - indent - widths.reduce((sum, one) => sum + one, 0);
	return room < GAP * gaps && room >= NARROW_GAP * gaps ? NARROW_GAP : GAP;
}

/** One row as its lines: more than one when the last cell wraps. */
function layOutRow<Row>(
	cells: Cells,
	columns: readonly Column<Row>[],
	widths: readonly number[],
	room: {
		readonly gap: number;
		readonly indent: number;
		readonly width: number;
	},
): readonly (readonly Span[])[] {
	const before: Span[] = [{ text: " ".repeat(room.indent) }];
	for (const [index, column] of columns.slice(0, -1).entries()) {
		const cell = padTo(cells[index] ?? "", widths[index] ?? 0, column.align);
		before.push(...cell, { text: " ".repeat(room.gap) });
	}
	const last = columns.at(-1);
	const cell = cells.at(-1) ?? "";
	const left = room.width - columnsOf(before);
	const fits = last?.content !== "prose" || left < NARROWEST_PROSE;
	const pieces = fits
		? [padTo(cell, widths.at(-1) ?? 0, last?.align)]
		: wrap(cell, left);
	const hang: Span = { text: " ".repeat(columnsOf(before)) };
	return pieces.map((piece, index) =>
		trimEnd(index === 0 ? [...before, ...piece] : [hang, ...piece]),
	);
}

/** Lays a table out as lines: headings, then a line a row, or more where prose wraps on a terminal. */
export function layOutTable<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	page: Page,
	options: TableOptions = {},
): readonly StyledText[] {
	const shown = shownColumns(columns, options.layout ?? "table");
	const headings = shown.map((column) => column.title);
	const body = rows.map((row) => shown.map((column) => column.value(row)));
	const all: readonly Cells[] =
		options.headers === "hidden" ? body : [headings, ...body];
	const widths = columnWidths(all, shown.length);
	const { indent = 0 } = options;
	const width = lineWidth(page);
	const gap = options.gap ?? gapFor(widths, indent, width);
	const room = { gap, indent, width };
	return all.flatMap((cells) => layOutRow(cells, shown, widths, room));
}

/** Prints a table as kubectl does: columns some spaces apart, no frame, nothing at the end of a line. */
export function printTable<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	page: Page,
	options: TableOptions = {},
): string {
	return printLines(layOutTable(columns, rows, page, options), page);
}
