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

/**
 * Keeps rows in place while their values change, because a row that moves by itself cannot be read or selected. Only a call of
 * `sort` sorts them, after a key.
 */
export function useRowOrder<Row>(
	rows: readonly Row[],
	rowKey: (row: Row) => string,
): {
	readonly rows: readonly Row[];
	readonly sort: (compare: (a: Row, b: Row) => number) => void;
} {
	const [order, setOrder] = useState<readonly string[]>([]);
	const ordered = inOrder(rows, rowKey, order);
	return {
		rows: ordered,
		sort: (compare) => setOrder(ordered.toSorted(compare).map(rowKey)),
	};
}
