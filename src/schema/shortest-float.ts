/** Digits that always tell one float from the next. */
const FLOAT_DIGITS = 9;

/** The double with the fewest digits that is the same as a float: 0.1 for 0.10000000149011612. */
export function shortestFloat(value: number): number {
	for (let digits = 6; digits <= FLOAT_DIGITS; digits++) {
		const short = Number(value.toPrecision(digits));
		// Digits have no sign of zero, and -0 is another float than 0.
		if (Object.is(Math.fround(short), value)) return short;
	}
	return value;
}
