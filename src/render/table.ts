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
	/** The heading, in capitals as in kubectl. */
	readonly title: string;
	/** Returns the cell of a row. The table escapes and colours it. */
	readonly value: (row: Row) => StyledText;
	/** Default: left. Numbers to compare go right. */
	readonly align?: "left" | "right";
	/** `wide` columns are shown only with `-o wide`. Default: always. */
	readonly priority?: "always" | "wide";
	/**
	 * What happens to a cell that runs over a terminal's edge. Users copy names, so they stay whole (the default). Prose in the
	 * last column may wrap under itself.
	 */
	readonly content?: "name" | "prose";
};

export type TableOptions = {
	/** Default: table. */
	readonly layout?: "table" | "wide";
	/** Default: shown; `--no-headers` hides them. */
	readonly headers?: "shown" | "hidden";
	/** Blank columns before each line. Default: 0. */
	readonly indent?: number;
	/** Blank columns between two columns. Default: 3 as in kubectl, or 2 where only then the widest line fits the terminal. */
	readonly gap?: number;
};

const GAP = 3;
const NARROW_GAP = 2;

type Cells = readonly StyledText[];

/** The narrowest column of wrapped prose. A narrower one is harder to read than a line that runs over the edge. */
const NARROWEST_PROSE = 20;

/** Returns the columns that a layout shows. */
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

/** Returns the gap for a page. It is narrow only where that makes the widest line fit. */
function gapFor(
	widths: readonly number[],
	indent: number,
	width: number,
): number {
	const gaps = Math.max(widths.length - 1, 0);
	const room = width - indent - widths.reduce((sum, one) => sum + one, 0);
	return room < GAP * gaps && room >= NARROW_GAP * gaps ? NARROW_GAP : GAP;
}

/** Returns the lines of one row: several where the last cell wraps. */
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

/** Returns the lines of a table: headings, then one for each row, or several where prose wraps on a terminal. */
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

/** Prints a table as kubectl does: some spaces between columns, no frame, no blanks at the end of a line. */
export function printTable<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	page: Page,
	options: TableOptions = {},
): string {
	return printLines(layOutTable(columns, rows, page, options), page);
}
