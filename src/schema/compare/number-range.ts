/** A range of field numbers or enum values. Both ends are included. */
export type NumberRange = { readonly first: number; readonly last: number };

/** Whether `others` together contain all numbers of a range. */
export function isCovered(
	{ first, last }: NumberRange,
	others: readonly NumberRange[],
): boolean {
	let next = first;
	for (const other of others.toSorted((a, b) => a.first - b.first))
		if (other.first <= next && other.last >= next) next = other.last + 1;
	return next > last;
}

/** Returns the text of a range for messages. */
export function rangeText({ first, last }: NumberRange): string {
	return first === last ? String(first) : `${first} to ${last}`;
}
