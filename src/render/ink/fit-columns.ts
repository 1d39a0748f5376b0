import { columnsOf, type StyledText } from "../span.ts";

/** A column of a live table. Unlike a printed one it has to fit. */
export type LiveColumn<Row> = {
	readonly title: string;
	/** The cell of a row; a column with `grow` is told how many columns it has got. */
	readonly value: (row: Row, columns: number) => StyledText;
	readonly align?: "left" | "right";
	/** Columns with a number are left out where there is no room, the highest first. Without one a column stays. */
	readonly dropOrder?: number;
	/** The same in so many columns, or in as few as it can, for when nothing is left to leave out: a shortened pod name. */
	readonly short?: (row: Row, columns: number) => StyledText;
	/** For bars and timelines: takes room that is left over, from `min` columns up to `max`. */
	readonly grow?: { readonly min: number; readonly max: number };
};

/** A column that is shown: its cells, and their width. */
export type FittedColumn<Row> = {
	readonly column: LiveColumn<Row>;
	readonly cell: (row: Row) => StyledText;
	readonly width: number;
};

/** Columns between two columns. */
export const LIVE_GAP = 3;

type Form = "long" | "short";

function naturalWidth<Row>(
	column: LiveColumn<Row>,
	rows: readonly Row[],
	form: Form,
): number {
	if (column.grow !== undefined)
		return Math.max(column.grow.min, columnsOf(column.title));
	const cell = cellOf(column, form, 0);
	return rows.reduce(
		(widest, row) => Math.max(widest, columnsOf(cell(row))),
		columnsOf(column.title),
	);
}

function cellOf<Row>(
	column: LiveColumn<Row>,
	form: Form,
	width: number,
): (row: Row) => StyledText {
	const { value, short = value } = column;
	const shown = form === "short" ? short : value;
	return (row) => shown(row, width);
}

function total(widths: readonly number[]): number {
	return widths.reduce((sum, width) => sum + width + LIVE_GAP, -LIVE_GAP);
}

/** The column to leave out next, if there is one. */
function leastWanted<Row>(
	columns: readonly LiveColumn<Row>[],
): LiveColumn<Row> | undefined {
	return columns
		.filter((column) => column.dropOrder !== undefined)
		.toSorted((a, b) => (b.dropOrder ?? 0) - (a.dropOrder ?? 0))[0];
}

/** How wide a column may become where there is room: one that is shortened gets back what others leave. */
function greatestWidth<Row>(
	column: LiveColumn<Row>,
	rows: readonly Row[],
	width: number,
	form: Form,
): number {
	if (column.grow !== undefined) return Math.max(width, column.grow.max);
	const isShortened = form === "short" && column.short !== undefined;
	return isShortened ? naturalWidth(column, rows, "long") : width;
}

/**
 * Chooses the columns that fit and how wide each is: leaves out what may be left out, then shortens as far as it must, then
 * gives the room that is left to the columns that grow. What still does not fit is for the edge of the screen to cut.
 */
export function fitColumns<Row>(
	columns: readonly LiveColumn<Row>[],
	rows: readonly Row[],
	room: number,
	form: Form = "long",
): readonly FittedColumn<Row>[] {
	const widths = columns.map((column) => naturalWidth(column, rows, form));
	if (total(widths) > room) {
		const unwanted = leastWanted(columns);
		if (unwanted !== undefined) {
			const fewer = columns.filter((column) => column !== unwanted);
			return fitColumns(fewer, rows, room, form);
		}
		if (form === "long") return fitColumns(columns, rows, room, "short");
	}
	return grown(
		columns.map((column, index) => {
			const width = widths[index] ?? 0;
			const greatest = greatestWidth(column, rows, width, form);
			return { column, width, greatest };
		}),
		room - total(widths),
		form,
	);
}

function grown<Row>(
	columns: readonly {
		readonly column: LiveColumn<Row>;
		readonly width: number;
		readonly greatest: number;
	}[],
	spare: number,
	form: Form,
): readonly FittedColumn<Row>[] {
	let left = Math.max(0, spare);
	let growing = columns.filter(
		({ width, greatest }) => greatest > width,
	).length;
	return columns.map(({ column, width: least, greatest }) => {
		let width = least;
		if (greatest > least) {
			const more = Math.min(Math.floor(left / growing), greatest - least);
			width += more;
			left -= more;
			growing -= 1;
		}
		return { column, cell: cellOf(column, form, width), width };
	});
}
