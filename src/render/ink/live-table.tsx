import {
	dim,
	padTo,
	type Span,
	type StyledText,
	strong,
	trimEnd,
} from "../span.ts";
import { wrap } from "../wrap.ts";
import {
	type FittedColumn,
	fitColumns,
	LIVE_GAP,
	type LiveColumn,
} from "./fit-columns.ts";
import { Lines } from "./line.tsx";
import type { TableCursor } from "./table-cursor.ts";

/** The content of a live table, and the room for it. */
type LiveTableProps<Row> = {
	readonly columns: readonly LiveColumn<Row>[];
	/** All rows, in the order in which they are shown. */
	readonly rows: readonly Row[];
	readonly cursor: TableCursor;
	/** The part of the screen for the table, headings included. */
	readonly area: { readonly columns: number; readonly rows: number };
	/** Paragraphs that are shown where there are no rows. */
	readonly empty: readonly StyledText[];
};

/** A marker shows the selected row, because not everyone sees its colour. */
const SELECTED = "› ";
const NOT_SELECTED = "  ";

/**
 * Returns how many rows of data fit into so many lines: one fewer for the headings, and another one fewer for the count where not
 * all rows fit.
 */
export function visibleRows(count: number, lines: number): number {
	const room = Math.max(1, lines - 1);
	return count > room ? Math.max(1, room - 1) : room;
}

function layOut<Row>(
	fitted: readonly FittedColumn<Row>[],
	cells: readonly StyledText[],
	marker: Span,
): readonly Span[] {
	const gap: Span = { text: " ".repeat(LIVE_GAP) };
	const line = fitted.flatMap(({ column, width }, index) => [
		index === 0 ? marker : gap,
		...padTo(cells[index] ?? "", width, column.align),
	]);
	return trimEnd(line);
}

/**
 * Returns the lines of a live table: headings where there is room for more, the rows around the selected one, and the numbers of those
 * rows where not all fit.
 */
export function liveTableLines<Row>(
	props: LiveTableProps<Row>,
): readonly StyledText[] {
	const { columns, rows, cursor, area, empty } = props;
	const room = area.columns - SELECTED.length;
	const fitted = fitColumns(columns, rows, room);
	const headings = fitted.map(({ column }) => dim(column.title));
	const seen = visibleRows(rows.length, area.rows);
	const window = rows.slice(cursor.top, cursor.top + seen);
	const lines = window.map((row, offset) => {
		const isSelected = cursor.top + offset === cursor.index;
		const marker = isSelected ? strong(SELECTED) : { text: NOT_SELECTED };
		return layOut(
			fitted,
			fitted.map(({ cell }) => cell(row)),
			marker,
		);
	});
	return [
		...(area.rows > 1
			? [layOut(fitted, headings, { text: NOT_SELECTED })]
			: []),
		...(rows.length === 0 ? paragraphLines(empty, room) : lines),
		...(rows.length > seen ? [countLine(cursor.top, seen, rows.length)] : []),
	];
}

/** Returns the lines of paragraphs that replace the rows, each with a hanging indent. */
const paragraphLines = (
	paragraphs: readonly StyledText[],
	room: number,
): readonly StyledText[] =>
	paragraphs.flatMap((text) =>
		wrap(text, room - NOT_SELECTED.length).map((line, index) => [
			index === 0 ? NOT_SELECTED : NOT_SELECTED.repeat(2),
			line,
		]),
	);

function countLine(top: number, seen: number, count: number): StyledText {
	const last = Math.min(top + seen, count);
	return dim(`${NOT_SELECTED}${top + 1}–${last} of ${count}`);
}

/** Shows a table whose values change. The caller orders the rows, and their order does not change by itself. */
export function LiveTable<Row>(props: LiveTableProps<Row>) {
	return (
		<Lines
			lines={liveTableLines(props)}
			columns={props.area.columns}
			rows={props.area.rows}
		/>
	);
}
