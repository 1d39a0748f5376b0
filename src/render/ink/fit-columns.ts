import { columnsOf, type StyledText } from "../span.ts";

/** A column of a live table. Unlike a printed one it must fit the screen. */
export type LiveColumn<Row> = {
	readonly title: string;
	/** Returns the cell of a row. A column with `grow` gets its width in columns. */
	readonly value: (row: Row, columns: number) => StyledText;
	readonly align?: "left" | "right";
	/** Where there is no room, columns with a number are left out, the highest first. A column without a number stays. */
	readonly dropOrder?: number;
	/**
	 * A shorter form, such as a shortened pod name: as wide as `columns`, or as narrow as it can. It applies where no column can be
	 * left out.
	 */
	readonly short?: (row: Row, columns: number) => StyledText;
	/** For bars, timelines and long texts: the column takes spare room, from `min` columns up to `max`. */
	readonly grow?: { readonly min: number; readonly max: number };
};

/** A column on the screen: its cells, and their width in columns. */
export type FittedColumn<Row> = {
	readonly column: LiveColumn<Row>;
	readonly cell: (row: Row) => StyledText;
	readonly width: number;
};

/** The number of blank columns between two columns. */
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

/** Returns the next column to leave out, if there is one. */
function leastWanted<Row>(
	columns: readonly LiveColumn<Row>[],
): LiveColumn<Row> | undefined {
	return columns
		.filter((column) => column.dropOrder !== undefined)
		.toSorted((a, b) => (b.dropOrder ?? 0) - (a.dropOrder ?? 0))[0];
}

/** Returns the greatest width of a column where there is room. A shortened column gets back the room that others leave. */
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
 * Chooses the columns that fit, and their widths. It leaves out columns that may be left out, then shortens cells, then gives the
 * spare room to columns that grow. Where the rest still does not fit, the edge of the screen cuts it.
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
