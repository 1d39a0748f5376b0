/** So many decimal digits distinguish any two floats. */
const FLOAT_DIGITS = 9;

/** Returns the double with the fewest digits that equals a float: 0.1 for 0.10000000149011612. */
export function shortestFloat(value: number): number {
	for (let digits = 6; digits <= FLOAT_DIGITS; digits++) {
		const short = Number(value.toPrecision(digits));
		// Object.is distinguishes -0 from 0, which are different floats.
		if (Object.is(Math.fround(short), value)) return short;
	}
	return value;
}
