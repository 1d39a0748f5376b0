// Makes JSON in which one value is wrong.
import fc from "fast-check";

/** The values that replace another. `undefined` removes it. */
const OTHERS: readonly unknown[] = [
	undefined,
	null,
	true,
	0,
	-1,
	1.5,
	1e300,
	"",
	"text",
	"x".repeat(100_000),
	[],
	[null],
	[[]],
	["text"],
	{},
	{ name: 5 },
	{ key: null },
];

/** Returns the value with one of the values inside it replaced or removed. */
export function mutated(value: unknown): fc.Arbitrary<unknown> {
	return fc
		.tuple(fc.nat(valuesIn(value) - 1), fc.constantFrom(...OTHERS))
		.map(([at, other]) => {
			let left = at;
			const text = JSON.stringify(value, (_, each: unknown) =>
				left-- === 0 ? other : each,
			);
			return text === undefined ? null : JSON.parse(text);
		});
}

function valuesIn(value: unknown): number {
	let count = 0;
	JSON.stringify(value, (_, each: unknown) => {
		count++;
		return each;
	});
	return count;
}
