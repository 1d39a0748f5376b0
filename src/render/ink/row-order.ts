import { useState } from "react";

/** Returns rows in the order of the last sort. Newer rows follow at the end, in the order in which they came. */
export function inOrder<Row>(
	rows: readonly Row[],
	rowKey: (row: Row) => string,
	order: readonly string[],
): readonly Row[] {
	const places = new Map(order.map((key, place) => [key, place]));
	const place = (row: Row) => places.get(rowKey(row)) ?? order.length;
	return rows.toSorted((a, b) => place(a) - place(b));
}

type Compare<Row> = (a: Row, b: Row) => number;

/** The last sort: its key, and the order that it gave. */
type Sorted<Row> = {
	readonly by: string;
	readonly compare: Compare<Row>;
	readonly order: readonly string[];
};

/** What the rows are sorted by, as long as they still are: values change, and new rows come. */
function sortedBy<Row>(
	rows: readonly Row[],
	last: Sorted<Row> | undefined,
): string | undefined {
	if (last === undefined) return undefined;
	const isSorted = rows
		.slice(1)
		.every((row, index) => last.compare(rows[index] ?? row, row) <= 0);
	return isSorted ? last.by : undefined;
}

/**
 * Keeps rows in place while their values change, because a row that moves by itself cannot be read or selected. Only a call of
 * `sort` sorts them, after a key.
 */
export function useRowOrder<Row>(
	rows: readonly Row[],
	rowKey: (row: Row) => string,
): {
	readonly rows: readonly Row[];
	/** What the rows were sorted by, while they are still in that order. */
	readonly sortedBy: string | undefined;
	readonly sort: (by: string, compare: Compare<Row>) => void;
} {
	const [last, setLast] = useState<Sorted<Row> | undefined>(undefined);
	const ordered = inOrder(rows, rowKey, last?.order ?? []);
	return {
		rows: ordered,
		sortedBy: sortedBy(ordered, last),
		sort: (by, compare) =>
			setLast({
				by,
				compare,
				order: ordered.toSorted(compare).map(rowKey),
			}),
	};
}
