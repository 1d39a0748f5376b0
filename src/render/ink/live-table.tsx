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

/** What a live table shows, and in how much room. */
type LiveTableProps<Row> = {
	readonly columns: readonly LiveColumn<Row>[];
	/** All rows, in the order to show them. */
	readonly rows: readonly Row[];
	readonly cursor: TableCursor;
	/** Of the screen, headings included. */
	readonly area: { readonly columns: number; readonly rows: number };
	/** What stands there when there are no rows, a paragraph each. */
	readonly empty: readonly StyledText[];
};

/** The selected row is marked, not only coloured. */
const SELECTED = "› ";
const NOT_SELECTED = "  ";

/**
 * The rows of data that are seen in so many lines: less one for the headings, and one for the count when there are more
 * rows than that.
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

/** A live table as lines: headings, the rows around the selected one, and which rows those are if there are more. */
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
		layOut(fitted, headings, { text: NOT_SELECTED }),
		...(rows.length === 0 ? paragraphLines(empty, room) : lines),
		...(rows.length > seen ? [countLine(cursor.top, seen, rows.length)] : []),
	];
}

/** Paragraphs in the place of rows, each with a hanging indent. */
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

/** A table of things that change: the order of its rows is the caller's, and does not change by itself. */
export function LiveTable<Row>(props: LiveTableProps<Row>) {
	return (
		<Lines
			lines={liveTableLines(props)}
			columns={props.area.columns}
			rows={props.area.rows}
		/>
	);
}
