import type { DescEnum, DescEnumValue } from "@bufbuild/protobuf";

/** `sorted`: the order of grpcurl's describe, which is the same for equal schemas. `declared`: the order of the descriptor. */
export type Order = "sorted" | "declared";

/** Returns types or methods in the order of their names. */
export function byName<T extends { readonly name: string }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => compareText(a.name, b.name));
}

/** Returns fields in the order of their numbers. */
export function byNumber<T extends { readonly number: number }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => a.number - b.number);
}

/** Returns ranges in the order of their first numbers. */
export function byStart<T extends { readonly start: number }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => a.start - b.start);
}

/** Returns enum values by number, then by name. An open enum begins with 0, as it must. */
export function enumValues(
	{ values, open }: DescEnum,
	order: Order,
): readonly DescEnumValue[] {
	if (order === "declared") return values;
	const rank = ({ number }: DescEnumValue) => (open && number === 0 ? 0 : 1);
	return values.toSorted(
		(a, b) =>
			rank(a) - rank(b) || a.number - b.number || compareText(a.name, b.name),
	);
}

/** Compares texts by code units, as Go compares ASCII strings. Returns a number for `sort`. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
