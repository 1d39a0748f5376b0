/** Numbers of fields or enum values, both ends included. */
export type NumberRange = { readonly first: number; readonly last: number };

/** Whether other ranges together have all numbers of a range. */
export function isCovered(
	{ first, last }: NumberRange,
	others: readonly NumberRange[],
): boolean {
	let next = first;
	for (const other of others.toSorted((a, b) => a.first - b.first))
		if (other.first <= next && other.last >= next) next = other.last + 1;
	return next > last;
}

/** A range as messages name it. */
export function rangeText({ first, last }: NumberRange): string {
	return first === last ? String(first) : `${first} to ${last}`;
}
