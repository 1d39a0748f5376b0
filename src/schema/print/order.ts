import type { DescEnum, DescEnumValue } from "@bufbuild/protobuf";

/** `sorted`: as grpcurl's describe has it, the same for equal schemas; `declared`: as the descriptor has it. */
export type Order = "sorted" | "declared";

/** Types and methods by name. */
export function byName<T extends { readonly name: string }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => compareText(a.name, b.name));
}

/** Fields by number. */
export function byNumber<T extends { readonly number: number }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => a.number - b.number);
}

/** Ranges by where they start. */
export function byStart<T extends { readonly start: number }>(
	items: readonly T[],
	order: Order,
): readonly T[] {
	return order === "declared"
		? items
		: items.toSorted((a, b) => a.start - b.start);
}

/** Enum values by number, then name; an open enum must begin with 0. */
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

/** By code units, as Go compares strings of ASCII. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
