// JSON with one value in it that nobody has sent on purpose.
import fc from "fast-check";

/** What stands in another's place, or `undefined` for nothing at all. */
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

/** The value with the one at some place in it replaced, or left out. */
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
